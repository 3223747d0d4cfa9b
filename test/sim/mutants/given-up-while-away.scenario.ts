export { default } from "../../../scenarios/given-up-while-away.scenario.ts";
