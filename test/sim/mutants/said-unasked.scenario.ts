export { default } from "../../../scenarios/said-unasked.scenario.ts";
