export { default } from "../../../scenarios/steps-retried.scenario.ts";
