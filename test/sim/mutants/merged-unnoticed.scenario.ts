export { default } from "../../../scenarios/merged-unnoticed.scenario.ts";
