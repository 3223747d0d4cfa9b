export { default } from "../../../scenarios/left-running.scenario.ts";
