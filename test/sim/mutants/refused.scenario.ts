export { default } from "../../../scenarios/refused.scenario.ts";
