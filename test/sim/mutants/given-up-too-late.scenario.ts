export { default } from "../../../scenarios/given-up-too-late.scenario.ts";
