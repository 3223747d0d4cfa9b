export { default } from "../../../scenarios/narrow-window.scenario.ts";
