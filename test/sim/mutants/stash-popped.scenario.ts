export { default } from "../../../scenarios/stash-popped.scenario.ts";
