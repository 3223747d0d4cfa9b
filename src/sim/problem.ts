import type { ReplyProblem } from "../replies/reply-problem.ts";

/** Why a scenario fails although its laws hold: its script and the run don't fit. */
export type Problem =
  | ReplyProblem
  | {
      readonly type: "unmatched-popup" | "ambiguous-answer" | "unused-answer" | "crashed";
      readonly message: string;
    };
