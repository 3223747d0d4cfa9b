export { default } from "../../../scenarios/qa-fails.scenario.ts";
