import type { ReplyProblem } from "../replies/reply-problem.ts";

/** Why a run of an agent fails, whatever its laws say. */
export type AgentProblem =
  | ReplyProblem
  | {
      readonly type:
        | "exception"
        | "exit"
        | "hang"
        | "left-over"
        | "network"
        | "uncaught"
        | "unanswered-question"
        | "unused-decision";
      readonly message: string;
    };
