export { default } from "../../../scenarios/where-git-does-not-look.scenario.ts";
