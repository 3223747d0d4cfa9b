export { default } from "../../../scenarios/always.scenario.ts";
