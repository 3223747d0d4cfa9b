export { default } from "../../../scenarios/edited-and-failing.scenario.ts";
