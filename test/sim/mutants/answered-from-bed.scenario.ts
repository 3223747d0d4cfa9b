export { default } from "../../../scenarios/answered-from-bed.scenario.ts";
