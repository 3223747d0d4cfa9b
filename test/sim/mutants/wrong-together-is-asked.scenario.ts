export { default } from "../../../scenarios/wrong-together-is-asked.scenario.ts";
