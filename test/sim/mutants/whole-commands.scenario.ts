export { default } from "../../../scenarios/whole-commands.scenario.ts";
