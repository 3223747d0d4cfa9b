import type { Message } from "./message.ts";
import type { Leftover } from "./leftover.ts";
import type { Merging } from "./merging.ts";
import type { Delta, StopReason } from "./reply/delta.ts";
import type { Failure } from "./failure.ts";
import type {
  Address,
  EffectId,
  PopupId,
  RunId,
  Seat,
  SessionId,
  TicketId,
  TrackId,
} from "./ids.ts";
import type { JsonObject } from "./json.ts";
import type { Decision } from "./gates/decision.ts";
import type { Answer, Popup, PopupSubject } from "./gates/popup.ts";
import type { Rule } from "./gates/rule.ts";
import type { Intervention } from "./interventions/intervention.ts";
import type { KnownTraits } from "./server.ts";
import type { Settings } from "./settings.ts";
import type { Ticket, Track } from "./planning/ticket.ts";
import type { Drops } from "./window/trim-messages.ts";
import type { Usage } from "./ledger/usage.ts";

/** The version of the event schema; it grows when an old log would be read wrongly. */
export const schemaVersion = 1;

/** One stream unit: exactly one end, `stream.completed` or `stream.discarded`. */
export interface Unit {
  readonly sessionId: SessionId;
  readonly turn: number;
  readonly try: number;
}

export type RunOutcome = "done" | "failed" | "waiting" | "interrupted";

/** A document of the project, in full. */
export interface Document {
  readonly path: string;
  readonly text: string;
}

/**
 * Every fact that a log can hold, as JSON. An event whose name ends in `.started` (and `popup.asked`) is
 * the intent of one effect, whose id is the event's `seq`; the event that settles it carries that
 * `effectId`.
 */
export type EventBody =
  // The run.
  | {
      readonly type: "run.started";
      readonly schema: typeof schemaVersion;
      readonly runId: RunId;
      readonly epic: string;
      readonly settings: Settings;
    }
  | { readonly type: "run.resumed" }
  | { readonly type: "run.interrupted" }
  | {
      readonly type: "run.ended";
      readonly outcome: RunOutcome;
      readonly failure: Failure | null;
    }
  | { readonly type: "survey.started" }
  | {
      readonly type: "survey.ended";
      readonly effectId: EffectId;
      readonly files: readonly string[];
      readonly documents: readonly Document[];
    }
  // Planning.
  | { readonly type: "tracks.proposed"; readonly tracks: readonly Track[] }
  | { readonly type: "tracks.accepted"; readonly tracks: readonly Track[] }
  | {
      readonly type: "tickets.proposed";
      readonly trackId: TrackId;
      readonly tickets: readonly Ticket[];
    }
  | {
      readonly type: "tickets.accepted";
      readonly trackId: TrackId;
      readonly tickets: readonly Ticket[];
    }
  /** A plan that does not fit: the schema, an unknown id, a cycle. `problems` reach the model. */
  | {
      readonly type: "plan.refused";
      readonly trackId: TrackId | null;
      readonly problems: readonly string[];
    }
  /** Planning is given up: the run's where `trackId` is `null`, else that track's. */
  | { readonly type: "plan.failed"; readonly trackId: TrackId | null; readonly failure: Failure }
  // Tickets.
  | { readonly type: "ticket.claimed"; readonly ticketId: TicketId; readonly attempt: number }
  | {
      readonly type: "preparation.started";
      readonly ticketId: TicketId;
      readonly attempt: number;
      readonly fresh: boolean;
    }
  | {
      readonly type: "preparation.ended";
      readonly effectId: EffectId;
      readonly ticketId: TicketId;
      readonly documents: readonly Document[];
      readonly skeletons: readonly Document[];
    }
  | { readonly type: "attempt.started"; readonly ticketId: TicketId; readonly attempt: number }
  | {
      readonly type: "attempt.failed";
      readonly ticketId: TicketId;
      readonly attempt: number;
      readonly failure: Failure;
      /** What the next attempt is told, in words. */
      readonly note: string;
      /** Whether the next attempt starts from the run's branch as it is then, not from this attempt's files. */
      readonly fresh: boolean;
      /** Whether the next attempt comes on top of the limit: a person asked for it, or the worker was not to blame. */
      readonly granted: boolean;
    }
  | {
      readonly type: "check.started";
      readonly ticketId: TicketId;
      readonly attempt: number;
      readonly command: string;
      /** Absent: the tree is checked as the worker left it. Present: the tree that this merge would make. */
      readonly merging?: Merging;
    }
  | {
      readonly type: "check.ended";
      readonly effectId: EffectId;
      readonly ticketId: TicketId;
      readonly passed: boolean;
      readonly output: string;
      /** Signs that the command tested the user's checkout and not the ticket's tree; absent where there are none. */
      readonly elsewhere?: readonly string[];
    }
  | { readonly type: "commit.started"; readonly ticketId: TicketId; readonly message: string }
  /** `commit` is `null` where the worker changed nothing. */
  | {
      readonly type: "commit.ended";
      readonly effectId: EffectId;
      readonly ticketId: TicketId;
      readonly commit: string | null;
      /** Files that the worker wrote and the commit does not hold; absent where there are none. */
      readonly leftovers?: readonly Leftover[];
    }
  /** The worker hears what its commit does not hold, and goes on: `message` names it. */
  | {
      readonly type: "leftovers.returned";
      readonly ticketId: TicketId;
      readonly sessionId: SessionId;
      readonly message: Message;
    }
  | { readonly type: "comparison.started"; readonly ticketId: TicketId; readonly commit: string }
  | {
      readonly type: "comparison.ended";
      readonly effectId: EffectId;
      readonly ticketId: TicketId;
      readonly conflicts: readonly string[];
      /** Whether the merge would make another tree than the one that was checked. */
      readonly moved: boolean;
    }
  | {
      readonly type: "merge.started";
      readonly ticketId: TicketId;
      readonly commit: string;
      readonly side: "branch" | "ticket" | null;
      readonly gate: PopupId;
      readonly payloadHash: string;
    }
  | {
      readonly type: "merge.ended";
      readonly effectId: EffectId;
      readonly ticketId: TicketId;
      readonly head: string;
    }
  | { readonly type: "ticket.done"; readonly ticketId: TicketId }
  | { readonly type: "ticket.failed"; readonly ticketId: TicketId; readonly failure: Failure }
  | {
      readonly type: "ticket.blocked";
      readonly ticketId: TicketId;
      readonly by: TicketId;
    }
  /** A person gives a failed ticket another attempt. Tickets that were blocked by it alone wait for it again. */
  | {
      readonly type: "ticket.retried";
      readonly ticketId: TicketId;
      readonly attempt: number;
      /** What that attempt is told, in words. */
      readonly note: string;
    }
  // Sessions and streams.
  | (Seat & {
      readonly type: "session.opened";
      readonly sessionId: SessionId;
      readonly message: Message;
    })
  | {
      readonly type: "message.added";
      readonly sessionId: SessionId;
      readonly message: Message;
    }
  /** All calls of a turn have ended: their results, which stand in `tool.ended`, go to the model as one message. */
  | {
      readonly type: "results.returned";
      readonly sessionId: SessionId;
      readonly turn: number;
    }
  /**
   * The window is full: this turn's request and all that follow leave out what `drops` says. Tokens are
   * estimates, of the request before and after.
   */
  | {
      readonly type: "context.trimmed";
      readonly sessionId: SessionId;
      readonly turn: number;
      readonly drops: Drops;
      readonly beforeTokens: number;
      readonly estimatedTokens: number;
    }
  | {
      readonly type: "model.started";
      readonly unit: Unit;
      readonly address: Address;
      readonly model: string;
      readonly maxOutputTokens: number;
      /** Tokens that are set aside from the budget until the call's usage is known. */
      readonly reservedTokens: number;
      /** What they cost; `null` where the model's price is unknown. */
      readonly reservedUsd: number | null;
    }
  | {
      readonly type: "stream.deltas";
      readonly effectId: EffectId;
      readonly unit: Unit;
      readonly deltas: readonly Delta[];
      /** What the provider reports for the whole call so far; `null` where this batch brought no report. */
      readonly usage: Usage | null;
    }
  | {
      readonly type: "stream.completed";
      readonly effectId: EffectId;
      readonly unit: Unit;
      readonly stopReason: StopReason;
      /** By call id: the simple commands of a shell call, `null` where the line did not parse. */
      readonly commandParts: Readonly<Record<string, readonly string[] | null>>;
    }
  | {
      readonly type: "stream.discarded";
      readonly effectId: EffectId;
      readonly unit: Unit;
      readonly failure: Failure;
    }
  /** The server has refused what a request said; the next try, and all that follow in this run, say `traits` instead. */
  | {
      readonly type: "server.learned";
      readonly sessionId: SessionId;
      readonly server: string;
      readonly traits: KnownTraits;
      /** Its own words. */
      readonly message: string;
    }
  /**
   * The server counts far fewer tokens than the prompt must have: it has read a part of it. Told once a session.
   */
  | {
      readonly type: "prompt.cut";
      readonly sessionId: SessionId;
      readonly turn: number;
      readonly estimatedTokens: number;
      readonly reportedTokens: number;
    }
  | { readonly type: "session.failed"; readonly sessionId: SessionId; readonly failure: Failure }
  /** Its provider can't be had, for a reason that somebody can mend: it goes on when the run is resumed. */
  | { readonly type: "session.paused"; readonly sessionId: SessionId; readonly failure: Failure }
  // Tools. `index` counts the calls of a turn from 0.
  | {
      readonly type: "tool.started";
      readonly sessionId: SessionId;
      readonly turn: number;
      readonly index: number;
      readonly callId: string;
      readonly tool: string;
      readonly input: JsonObject;
      /** The gate that let it pass: a popup, or the rule logged under the same id. */
      readonly gate: PopupId;
      readonly payloadHash: string;
    }
  | {
      readonly type: "tool.ended";
      /** `null` where the call never reached its tool: rejected, denied, malformed, a question. */
      readonly effectId: EffectId | null;
      readonly sessionId: SessionId;
      readonly turn: number;
      readonly index: number;
      readonly callId: string;
      readonly text: string;
      readonly isError: boolean;
    }
  /**
   * The session has made the same call with the same result `times` times, and nothing new in between. The model is told
   * so, and a person is asked before it is made once more.
   */
  | {
      readonly type: "call.repeated";
      readonly sessionId: SessionId;
      readonly turn: number;
      readonly index: number;
      readonly callId: string;
      readonly times: number;
    }
  // Gates. A gate's id is the id of the popup that it opens where no rule decides.
  | {
      readonly type: "rule.applied";
      readonly gate: PopupId;
      readonly ticketId: TicketId | null;
      readonly action: "allow" | "deny";
      readonly rule: Rule;
      readonly subject: RuledSubject;
      readonly payloadHash: string;
    }
  | { readonly type: "popup.opened"; readonly popup: Popup }
  | { readonly type: "popup.asked"; readonly popupId: PopupId }
  /** `attended` is false where nobody could be asked. */
  | {
      readonly type: "popup.shown";
      readonly effectId: EffectId;
      readonly popupId: PopupId;
      readonly attended: boolean;
    }
  /** `revision` and `payloadHash` are those decided upon: an edit's, where it was one. */
  | {
      readonly type: "popup.decided";
      readonly popupId: PopupId;
      readonly decision: Decision;
      readonly revision: number;
      readonly payloadHash: string;
      /** `null` where a person decided this popup. Else the rule of an `always`, given to another one, that approved it. */
      readonly rule: Rule | null;
    }
  | { readonly type: "popup.expired"; readonly popupId: PopupId }
  | {
      readonly type: "answer.refused";
      readonly answer: Answer;
      readonly why: RefusalReason;
      readonly message: string;
    }
  // What a person says without being asked.
  | { readonly type: "intervention.received"; readonly intervention: Intervention }
  | {
      readonly type: "intervention.refused";
      readonly intervention: Intervention;
      readonly message: string;
    }
  /** What the person said, which stands in `intervention.received`, goes to a worker that had ended its work. */
  | { readonly type: "instructions.given"; readonly sessionId: SessionId }
  // Time.
  | {
      readonly type: "timer.started";
      readonly purpose: TimerPurpose;
      readonly dueAtMs: number;
    }
  | { readonly type: "timer.ended"; readonly effectId: EffectId; readonly purpose: TimerPurpose }
  /**
   * An edge could not do what it was asked. What it was for pauses, and is asked for again when the run is
   * resumed. A call to a model ends by `stream.discarded` instead.
   */
  | { readonly type: "effect.failed"; readonly effectId: EffectId; readonly failure: Failure }
  /** An interrupt cancelled the effect before its outcome was known: a resume settles it. */
  | { readonly type: "effect.abandoned"; readonly effectId: EffectId };

/** What a rule decided about: the popup's subject, or the configured check. */
export type RuledSubject =
  PopupSubject | { readonly kind: "check"; readonly payload: { readonly command: string } };

export type TimerPurpose =
  | { readonly type: "retry"; readonly sessionId: SessionId }
  | { readonly type: "expiry"; readonly popupId: PopupId };

export const refusalReasons = [
  "unknown-popup",
  "already-decided",
  "payload-mismatch",
  "decision-not-offered",
  "invalid-edit",
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** What the runtime adds when it appends: `seq` counts from 1; `atMs` is the Clock's, since its epoch. */
export interface Envelope {
  readonly seq: number;
  readonly atMs: number;
  /** It was written while no process conducted the run. */
  readonly atRest?: true;
}

export type Event = Envelope & EventBody;
export type EventType = EventBody["type"];
export type EventOf<Type extends EventType> = Extract<Event, { type: Type }>;
