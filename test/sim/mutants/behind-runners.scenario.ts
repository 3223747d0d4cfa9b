export { default } from "../../../scenarios/behind-runners.scenario.ts";
