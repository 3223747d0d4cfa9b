export { default } from "../../../scenarios/at-rest-overnight.scenario.ts";
