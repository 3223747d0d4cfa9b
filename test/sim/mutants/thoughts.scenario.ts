export { default } from "../../../scenarios/thoughts.scenario.ts";
