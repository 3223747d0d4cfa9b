import scenarios from "../../../scenarios/budget.scenario.ts";

export default scenarios.at(-1);
