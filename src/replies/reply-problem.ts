/** Why scripted replies and the requests that came don't fit. */
export interface ReplyProblem {
  readonly type:
    "unmatched-request" | "unused-reply" | "left-reply" | "unmet-expectation" | "unused-fault";
  readonly message: string;
}
