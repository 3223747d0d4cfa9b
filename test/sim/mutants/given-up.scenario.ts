export { default } from "../../../scenarios/given-up.scenario.ts";
