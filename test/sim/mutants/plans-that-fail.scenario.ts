export { default } from "../../../scenarios/plans-that-fail.scenario.ts";
