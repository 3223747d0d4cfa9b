export { default } from "../../../scenarios/word-before-yes.scenario.ts";
