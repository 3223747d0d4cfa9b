import scenarios from "../../../scenarios/conflicting-merge.scenario.ts";

export default scenarios[1];
