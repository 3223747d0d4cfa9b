export { default } from "../../../scenarios/unsolved-and-left-out.scenario.ts";
