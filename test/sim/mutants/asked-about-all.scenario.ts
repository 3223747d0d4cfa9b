export { default } from "../../../scenarios/asked-about-all.scenario.ts";
