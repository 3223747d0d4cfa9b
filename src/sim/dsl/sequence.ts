import type { UserAnswer, UserStep } from "../scenario.ts";
import { type Chain, unchainAll } from "./chain.ts";

/** The popups must open in this order; an answer is not used before those ahead of it. */
export const sequence = (...answers: readonly (UserAnswer | Chain<UserAnswer>)[]): UserStep => ({
  type: "sequence",
  steps: unchainAll(answers),
});
