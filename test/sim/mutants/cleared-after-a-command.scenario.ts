export { default } from "../../../scenarios/cleared-after-a-command.scenario.ts";
