import type { Expectation, UserAnswer, UserStep } from "../scenario.ts";
import { type Chain, unchainAll } from "./chain.ts";

/**
 * Of answers: at least one of their popups opens, and which one depends on the schedule. Of expectations: at least one
 * of them is true.
 * @example either(take.merge("red", "ticket"), take.merge("blue", "ticket"))
 * @example either(file("door.txt").equals("red\n"), file("door.txt").equals("blue\n"))
 */
export function either(...expectations: readonly [Expectation, ...Expectation[]]): Expectation;
export function either(
  ...answers: readonly [
    UserAnswer | Chain<UserAnswer>,
    ...(readonly (UserAnswer | Chain<UserAnswer>)[]),
  ]
): UserStep;
export function either(
  ...choices: readonly (Expectation | UserAnswer | Chain<UserAnswer>)[]
): Expectation | UserStep {
  return choices.every(isExpectation)
    ? { type: "either", of: choices }
    : { type: "either", steps: unchainAll(choices as readonly (UserAnswer | Chain<UserAnswer>)[]) };
}

const isExpectation = (
  choice: Expectation | UserAnswer | Chain<UserAnswer>,
): choice is Expectation => !("data" in choice) && choice.type !== "answer";
