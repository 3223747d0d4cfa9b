export { default } from "../../../scenarios/both-budgets.scenario.ts";
