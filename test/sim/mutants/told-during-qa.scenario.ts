export { default } from "../../../scenarios/told-during-qa.scenario.ts";
