import scenarios from "../../../scenarios/stopped-while-it-waits.scenario.ts";

export default scenarios[1];
