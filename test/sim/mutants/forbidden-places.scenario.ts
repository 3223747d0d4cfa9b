export { default } from "../../../scenarios/forbidden-places.scenario.ts";
