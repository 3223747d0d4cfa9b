import type { Delta, StopReason } from "./reply/delta.ts";
import type { Document } from "./event.ts";
import type { Failure } from "./failure.ts";
import type { EffectId, PopupId, RunId, TicketId } from "./ids.ts";
import type { Leftover } from "./leftover.ts";
import type { Answer } from "./gates/popup.ts";
import type { Intervention } from "./interventions/intervention.ts";
import type { Settings } from "./settings.ts";
import type { Usage } from "./ledger/usage.ts";

/** What enters the core, all through the mailbox: commands, answers, and what became of effects. */
export type Input =
  | {
      readonly type: "start";
      readonly runId: RunId;
      readonly epic: string;
      readonly settings: Settings;
    }
  | { readonly type: "resume" }
  /** Resumes the run, and gives what failed another attempt: this ticket, or all where it is `null`. */
  | { readonly type: "retry"; readonly ticketId: TicketId | null; readonly note: string }
  | { readonly type: "interrupt" }
  /** What was in flight did not let go in time after an interrupt. */
  | { readonly type: "give-up" }
  | { readonly type: "store-failed"; readonly message: string }
  | { readonly type: "answer"; readonly answer: Answer }
  | { readonly type: "intervene"; readonly intervention: Intervention }
  | {
      readonly type: "shown";
      readonly effectId: EffectId;
      readonly popupId: PopupId;
      readonly attended: boolean;
    }
  | {
      readonly type: "deltas";
      readonly effectId: EffectId;
      readonly deltas: readonly Delta[];
      readonly usage: Usage | null;
    }
  | {
      readonly type: "model-completed";
      readonly effectId: EffectId;
      readonly stopReason: StopReason;
      readonly commandParts: Readonly<Record<string, readonly string[] | null>>;
    }
  | {
      readonly type: "surveyed";
      readonly effectId: EffectId;
      readonly files: readonly string[];
      readonly documents: readonly Document[];
    }
  | {
      readonly type: "prepared";
      readonly effectId: EffectId;
      readonly documents: readonly Document[];
      readonly skeletons: readonly Document[];
    }
  | {
      readonly type: "tool-ended";
      readonly effectId: EffectId;
      readonly text: string;
      readonly isError: boolean;
    }
  | {
      readonly type: "checked";
      readonly effectId: EffectId;
      readonly passed: boolean;
      readonly output: string;
      readonly elsewhere?: readonly string[];
    }
  | {
      readonly type: "committed";
      readonly effectId: EffectId;
      readonly commit: string | null;
      readonly leftovers: readonly Leftover[];
    }
  | {
      readonly type: "compared";
      readonly effectId: EffectId;
      readonly conflicts: readonly string[];
      readonly moved: boolean;
    }
  | { readonly type: "merged"; readonly effectId: EffectId; readonly head: string }
  | { readonly type: "timer-fired"; readonly effectId: EffectId }
  /** Any effect that failed. */
  | { readonly type: "failed"; readonly effectId: EffectId; readonly failure: Failure };
