export { default } from "../../../scenarios/no-money-for-another.scenario.ts";
