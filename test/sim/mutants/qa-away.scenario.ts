export { default } from "../../../scenarios/qa-away.scenario.ts";
