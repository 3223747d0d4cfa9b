import scenarios from "../../../scenarios/budget-for-all.scenario.ts";

export default scenarios[1];
