export { default } from "../../../scenarios/given-up-in-line.scenario.ts";
