export { default } from "../../../scenarios/worked-on.scenario.ts";
