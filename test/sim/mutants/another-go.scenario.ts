export { default } from "../../../scenarios/another-go.scenario.ts";
