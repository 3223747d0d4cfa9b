export { default } from "../../../scenarios/window-after-window.scenario.ts";
