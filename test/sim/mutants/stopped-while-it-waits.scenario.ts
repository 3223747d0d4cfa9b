export { default } from "../../../scenarios/stopped-while-it-waits.scenario.ts";
