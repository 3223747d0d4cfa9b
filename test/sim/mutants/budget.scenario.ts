import scenarios from "../../../scenarios/budget.scenario.ts";

export default scenarios[2];
