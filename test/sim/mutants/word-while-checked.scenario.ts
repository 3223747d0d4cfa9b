export { default } from "../../../scenarios/word-while-checked.scenario.ts";
