/** Why a scenario fails although its laws hold: its script and the run don't fit. */
export interface Problem {
  readonly type:
    | "unmatched-request"
    | "unmatched-popup"
    | "ambiguous-answer"
    | "unused-reply"
    | "left-reply"
    | "unmet-expectation"
    | "unused-answer"
    | "unused-fault"
    | "crashed";
  readonly message: string;
}
