export { default } from "../../../scenarios/next-in-line.scenario.ts";
