export { default } from "../../../scenarios/asked-at-once.scenario.ts";
