export { default } from "../../../scenarios/never-there.scenario.ts";
