export { default } from "../../../scenarios/check-that-formats.scenario.ts";
