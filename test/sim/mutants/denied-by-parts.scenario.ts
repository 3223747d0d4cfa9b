export { default } from "../../../scenarios/denied-by-parts.scenario.ts";
