export { default } from "../../../scenarios/word-by-word.scenario.ts";
