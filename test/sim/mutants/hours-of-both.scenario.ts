export { default } from "../../../scenarios/hours-of-both.scenario.ts";
