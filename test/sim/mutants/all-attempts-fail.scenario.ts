export { default } from "../../../scenarios/all-attempts-fail.scenario.ts";
