export { default } from "../../../scenarios/in-the-queue.scenario.ts";
