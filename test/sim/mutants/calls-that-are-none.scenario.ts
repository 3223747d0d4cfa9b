export { default } from "../../../scenarios/calls-that-are-none.scenario.ts";
