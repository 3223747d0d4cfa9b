export { default } from "../../../scenarios/left-out-again.scenario.ts";
