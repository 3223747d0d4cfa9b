export { default } from "../../../scenarios/half-a-reply.scenario.ts";
