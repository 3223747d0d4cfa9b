export { default } from "../../../scenarios/two-commands.scenario.ts";
