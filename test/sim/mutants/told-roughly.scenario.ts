export { default } from "../../../scenarios/told-roughly.scenario.ts";
