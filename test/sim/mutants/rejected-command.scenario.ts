export { default } from "../../../scenarios/rejected-command.scenario.ts";
