export { default } from "../../../scenarios/searches-around.scenario.ts";
