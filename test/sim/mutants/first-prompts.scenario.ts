export { default } from "../../../scenarios/first-prompts.scenario.ts";
