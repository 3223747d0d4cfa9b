export { default } from "../../../scenarios/cleared-after-a-retry.scenario.ts";
