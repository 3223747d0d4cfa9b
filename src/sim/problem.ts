import type { ReplyProblem } from "../replies/reply-problem.ts";

/** Why a scenario can fail although all laws hold: script and run do not fit together. */
export type Problem =
  | ReplyProblem
  | {
      readonly type:
        "unmatched-popup" | "ambiguous-answer" | "unused-answer" | "crashed" | "uncaught";
      readonly message: string;
    };
