export { default } from "../../../scenarios/cleared-again.scenario.ts";
