export { default } from "../../../scenarios/raised-once.scenario.ts";
