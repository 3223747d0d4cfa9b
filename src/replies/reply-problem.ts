/** Why scripted replies and the requests that came don't fit. */
export interface ReplyProblem {
  readonly type:
    "unmatched-request" | "unused-reply" | "left-reply" | "unmet-expectation" | "unused-fault";
  readonly message: string;
}

/** What is wrong with what was served. */
export interface ServedProblem extends ReplyProblem {
  /** The name of the reply that it is about, if any. */
  readonly reply: string | null;
  /** The number of the request that it is about, if any. */
  readonly number: number | null;
}
