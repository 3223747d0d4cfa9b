export { default } from "../../../scenarios/word-at-the-check.scenario.ts";
