export { default } from "../../../scenarios/provider-weather.scenario.ts";
