import type { JsonObject } from "../json.ts";

export const decisionTypes = [
  "approve",
  "edit",
  "always",
  "reject",
  "abort",
  "answer",
  "happened",
  "redo",
  "raise",
  "stop",
  "take",
  "retry",
] as const;
export type DecisionType = (typeof decisionTypes)[number];

/** One answer to a popup. */
export type Decision =
  | { readonly type: "approve" }
  /** `payload` takes the place of the popup's own, as a new revision that is then approved. */
  | { readonly type: "edit"; readonly payload: JsonObject }
  | { readonly type: "always" }
  | { readonly type: "reject"; readonly reason: string }
  | { readonly type: "abort" }
  | { readonly type: "answer"; readonly text: string }
  | { readonly type: "happened" }
  | { readonly type: "redo" }
  /** New limits of the whole run; `null` lifts a limit. */
  | { readonly type: "raise"; readonly tokens: number | null; readonly costUsd: number | null }
  | { readonly type: "stop" }
  /** `branch` keeps what is merged already, `ticket` what this ticket wrote. */
  | { readonly type: "take"; readonly side: "branch" | "ticket" }
  | { readonly type: "retry" };
