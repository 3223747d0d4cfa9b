export { default } from "../../../scenarios/nobody-knows.scenario.ts";
