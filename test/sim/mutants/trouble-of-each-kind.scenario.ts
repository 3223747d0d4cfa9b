export { default } from "../../../scenarios/trouble-of-each-kind.scenario.ts";
