import type { JsonObject } from "../json.ts";
import type { PopupId, RunId, TicketId, TrackId } from "../ids.ts";
import type { Rule } from "./rule.ts";
import type { Ticket, Track } from "../ticket.ts";

export const popupKinds = [
  "tracks",
  "tickets",
  "spawn",
  "step",
  "tool",
  "question",
  "merge",
  "budget",
  "in-doubt",
] as const;
export type PopupKind = (typeof popupKinds)[number];

/** What a popup asks about, by kind: this, exactly, is what an approval approves. */
export type PopupSubject =
  | { readonly kind: "tracks"; readonly payload: { readonly tracks: readonly Track[] } }
  | { readonly kind: "tickets"; readonly payload: { readonly tickets: readonly Ticket[] } }
  | {
      readonly kind: "spawn";
      /** `files` are the paths whose text stands in the prompt. */
      readonly payload: { readonly prompt: string; readonly files: readonly string[] };
    }
  | { readonly kind: "step"; readonly payload: { readonly title: string; readonly to: "running" } }
  | {
      readonly kind: "tool";
      readonly payload: { readonly tool: string; readonly input: JsonObject };
    }
  | { readonly kind: "question"; readonly payload: { readonly question: string } }
  | {
      readonly kind: "merge";
      /** `conflicts` is empty where the merge is clean and only gated. */
      readonly payload: { readonly commit: string; readonly conflicts: readonly string[] };
    }
  | {
      readonly kind: "budget";
      readonly payload: {
        readonly limitTokens: number | null;
        readonly limitUsd: number | null;
        readonly usedTokens: number;
        readonly usedUsd: number | null;
        /** What the call that was held back may take. */
        readonly nextTokens: number;
      };
    }
  | {
      readonly kind: "in-doubt";
      readonly payload: { readonly tool: string; readonly input: JsonObject };
    };

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

/** One request for a person's decision. */
export type Popup = PopupSubject & {
  readonly id: PopupId;
  readonly runId: RunId;
  readonly trackId: TrackId | null;
  readonly ticketId: TicketId | null;
  readonly attempt: number | null;
  readonly callId: string | null;
  readonly payloadHash: string;
  readonly revision: number;
  readonly decisions: readonly DecisionType[];
  /** What `always` would add, exactly. */
  readonly proposedRule: Rule | null;
  readonly openedAtMs: number;
  readonly expiresAtMs: number | null;
};

/** What a person sends back. It names the popup and the payload that the person saw. */
export interface Answer {
  readonly popupId: PopupId;
  readonly payloadHash: string;
  readonly decision: Decision;
}

/** The decisions that each kind offers, before what the payload rules out. */
export const decisionsOf: Readonly<Record<PopupKind, readonly DecisionType[]>> = {
  tracks: ["approve", "edit", "always", "reject"],
  tickets: ["approve", "edit", "always", "reject"],
  spawn: ["approve", "edit", "always", "reject", "abort"],
  step: ["approve", "always", "reject", "abort"],
  tool: ["approve", "edit", "always", "reject", "abort"],
  question: ["answer", "abort"],
  merge: ["take", "retry", "abort"],
  budget: ["raise", "stop"],
  "in-doubt": ["happened", "redo", "abort"],
};
