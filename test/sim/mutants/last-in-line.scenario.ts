export { default } from "../../../scenarios/last-in-line.scenario.ts";
