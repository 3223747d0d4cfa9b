export { default } from "../../../scenarios/nobody-in-time.scenario.ts";
