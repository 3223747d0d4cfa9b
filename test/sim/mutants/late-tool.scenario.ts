export { default } from "../../../scenarios/late-tool.scenario.ts";
