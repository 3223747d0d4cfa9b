export { default } from "../../../scenarios/sixty-turns.scenario.ts";
