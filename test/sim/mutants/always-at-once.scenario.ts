export { default } from "../../../scenarios/always-at-once.scenario.ts";
