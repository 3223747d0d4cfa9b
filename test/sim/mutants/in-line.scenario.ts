export { default } from "../../../scenarios/in-line.scenario.ts";
