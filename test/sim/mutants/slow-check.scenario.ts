export { default } from "../../../scenarios/slow-check.scenario.ts";
