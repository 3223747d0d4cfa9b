export { default } from "../../../scenarios/right-apart-wrong-together.scenario.ts";
