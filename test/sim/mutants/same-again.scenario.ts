export { default } from "../../../scenarios/same-again.scenario.ts";
