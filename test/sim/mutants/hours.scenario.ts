export { default } from "../../../scenarios/hours.scenario.ts";
