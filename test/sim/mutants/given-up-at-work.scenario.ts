export { default } from "../../../scenarios/given-up-at-work.scenario.ts";
