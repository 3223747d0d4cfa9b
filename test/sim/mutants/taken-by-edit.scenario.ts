export { default } from "../../../scenarios/taken-by-edit.scenario.ts";
