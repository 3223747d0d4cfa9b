export { default } from "../../../scenarios/budget-by-estimates.scenario.ts";
