import scenarios from "../../../scenarios/time-budget.scenario.ts";

export default scenarios[2];
