export { default } from "../../../scenarios/told-while-lost.scenario.ts";
