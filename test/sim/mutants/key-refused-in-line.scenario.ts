export { default } from "../../../scenarios/key-refused-in-line.scenario.ts";
