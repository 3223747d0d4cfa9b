export { default } from "../../../scenarios/edited-in-doubt.scenario.ts";
