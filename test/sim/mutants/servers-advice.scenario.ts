export { default } from "../../../scenarios/servers-advice.scenario.ts";
