export { default } from "../../../scenarios/ahead-in-line.scenario.ts";
