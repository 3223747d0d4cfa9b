export { default } from "../../../scenarios/one-place-in-steps.scenario.ts";
