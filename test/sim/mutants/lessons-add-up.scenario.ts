export { default } from "../../../scenarios/lessons-add-up.scenario.ts";
