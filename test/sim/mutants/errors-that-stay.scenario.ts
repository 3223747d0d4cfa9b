export { default } from "../../../scenarios/errors-that-stay.scenario.ts";
