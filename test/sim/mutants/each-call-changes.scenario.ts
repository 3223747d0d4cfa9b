export { default } from "../../../scenarios/each-call-changes.scenario.ts";
