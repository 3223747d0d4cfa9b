export { default } from "../../../scenarios/cut-at-once.scenario.ts";
