export { default } from "../../../scenarios/only-pings.scenario.ts";
