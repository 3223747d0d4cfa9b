export { default } from "../../../scenarios/denied.scenario.ts";
