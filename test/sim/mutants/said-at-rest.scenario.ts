export { default } from "../../../scenarios/said-at-rest.scenario.ts";
