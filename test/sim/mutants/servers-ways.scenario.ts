export { default } from "../../../scenarios/servers-ways.scenario.ts";
