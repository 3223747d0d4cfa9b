export { default } from "../../../scenarios/mended-again.scenario.ts";
