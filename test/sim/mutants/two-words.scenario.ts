export { default } from "../../../scenarios/two-words.scenario.ts";
