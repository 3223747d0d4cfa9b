export { default } from "../../../scenarios/typed-in-haste.scenario.ts";
