export { default } from "../../../scenarios/changed-behind-the-check.scenario.ts";
