import scenarios from "../../../scenarios/next-in-line.scenario.ts";

export default scenarios[1];
