export { default } from "../../../scenarios/one-place.scenario.ts";
