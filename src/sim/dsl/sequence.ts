import type { UserAnswer, UserStep } from "../scenario.ts";
import { type Chain, unchainAll } from "./chain.ts";

/**
 * Answers that are given in this order: none is used before those ahead of it were.
 * @example sequence(approve.tool("T-1", "bash"), reject.tool("T-1", "bash", "once is enough"))
 */
export const sequence = (...answers: readonly (UserAnswer | Chain<UserAnswer>)[]): UserStep => ({
  type: "sequence",
  steps: unchainAll(answers),
});
