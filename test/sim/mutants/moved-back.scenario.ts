export { default } from "../../../scenarios/moved-back.scenario.ts";
