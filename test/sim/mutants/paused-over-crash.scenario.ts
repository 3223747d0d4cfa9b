export { default } from "../../../scenarios/paused-over-crash.scenario.ts";
