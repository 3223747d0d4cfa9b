export { default } from "../../../scenarios/given-up-midway.scenario.ts";
