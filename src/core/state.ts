import type { ContextAccount } from "./window/context-account.ts";
import type { Message, ToolCall } from "./message.ts";
import type { Draft } from "./reply/draft.ts";
import type { Document, Event, RunOutcome } from "./event.ts";
import type { Failure } from "./failure.ts";
import type {
  EffectId,
  PopupId,
  RunId,
  Seat,
  SessionId,
  StreamId,
  TicketId,
  Tier,
  TrackId,
} from "./ids.ts";
import type { Leftover } from "./leftover.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { TimeSpent } from "./ledger/working-time.ts";
import type { Decision } from "./gates/decision.ts";
import type { Popup } from "./gates/popup.ts";
import type { ReplyFlaw } from "./reply/reply-flaw.ts";
import type { Repetition } from "./tools/repetition.ts";
import type { Rule } from "./gates/rule.ts";
import type { KnownTraits } from "./server.ts";
import type { Budget, Settings } from "./settings.ts";
import type { Ticket, TicketStatus, Track } from "./planning/ticket.ts";

/**
 * What the log says, folded. It is owned by whoever folds: `reduce` changes it in place, because a copy of
 * ten thousand tickets at each event would make a run's cost quadratic (docs/decisions/0002). Everyone
 * else reads.
 */
export interface State {
  readonly runId: RunId;
  readonly epic: string;
  readonly settings: Settings;
  readonly startedAtMs: number;
  /** The log's end. */
  lastSeq: number;
  nowMs: number;
  ended: { readonly outcome: RunOutcome; readonly failure: Failure | null } | null;
  /** An interrupt has come, and effects in flight are being aborted. */
  interrupted: boolean;
  survey: Survey;
  readonly plan: Planner<Track>;
  planFailure: Failure | null;
  readonly tracks: Map<TrackId, TrackState>;
  readonly tickets: Map<TicketId, TicketState>;
  /** Tickets that could start as soon as a slot is free, in the order in which they became so. */
  readonly queue: Set<TicketId>;
  /** Tickets that hold one of the slots. */
  readonly claimed: Set<TicketId>;
  /** Claimed tickets that pause, or wait for a popup that nobody can answer: others may use their slots. */
  readonly parked: Set<TicketId>;
  /** Tickets whose commit waits for its merge, in order; one is merged at a time. */
  readonly mergeQueue: Set<TicketId>;
  merging: TicketId | null;
  readonly sessions: Map<SessionId, SessionState>;
  /** Why each of them pauses. They go on when the run is resumed. */
  readonly pausedTickets: Map<TicketId, Failure>;
  readonly pausedSessions: Map<SessionId, Failure>;
  /** Sessions that wait to send: they may be held back by the budget. */
  readonly dueSessions: Set<SessionId>;
  /**
   * By tier, the session whose call was completed last: first estimates of other sessions are based on its report.
   */
  readonly lastReports: Map<Tier, SessionId>;
  readonly streams: Map<StreamId, StreamState>;
  readonly gates: Map<PopupId, Gate>;
  /** In the order of their opening. */
  readonly openPopups: Map<PopupId, OpenPopup>;
  /** The built-in rules, then those of the settings. */
  readonly rules: readonly Rule[];
  /** Rules that `always` has added. They decide only where the other rules would ask a person. */
  readonly alwaysRules: Rule[];
  /** The ids of interventions that were taken in. */
  readonly interventions: Set<string>;
  budget: Budget;
  /** How many budget popups have been answered. */
  budgetRound: number;
  readonly ledger: Ledger;
  readonly time: TimeSpent;
  /** What servers have taught by what they refused, by name; `seq` is when they did so last. */
  readonly servers: Map<string, { readonly traits: KnownTraits; readonly seq: number }>;
  /** Intents of effects whose end is not in the log. */
  readonly unsettled: Map<EffectId, Event>;
  /** Intents that an interrupt cut off, or that failed: a resume starts them again. */
  readonly abandoned: Map<EffectId, Event>;
}

export interface Survey {
  readonly status: "due" | "running" | "done";
  /** Why it pauses, where it does. */
  readonly failure: Failure | null;
  readonly files: readonly string[];
  readonly documents: readonly Document[];
}

/** Where a planner (the Orchestrator, or a track's Tech Lead) stands. */
export interface Planner<Item> {
  /** Counts proposals and refusals, so that each proposal has a gate of its own. */
  round: number;
  /** Refusals in a row: one gets a repair turn, the next ends the planning. */
  refusals: number;
  problems: readonly string[] | null;
  proposal: readonly Item[] | null;
  accepted: boolean;
}

export interface TrackState {
  readonly track: Track;
  readonly plan: Planner<Ticket>;
  failure: Failure | null;
  readonly ticketIds: TicketId[];
  /** Tickets that are neither done nor failed nor blocked. */
  openTickets: number;
}

/**
 * A ticket's way, in order: `waiting` for what it depends on; in step mode `ready` for its step; `queued`; `claimed`.
 * Then `preparing` its tree; `prepared`, until its spawn is allowed; `working`; `worked`; `checking`, which leads to
 * `failing` where QA reads why, else to `checked`; `committing`, which leads to `leaving` where the commit lacks something,
 * else to `committed`; `comparing` with the run's branch; `compared`; where that has moved, `verifying` the merged tree,
 * which leads to `clashing` or `verified`; `merging`; `merged`; `final`. After `failing`, `clashing` and `lost` (its tree is
 * gone) the next attempt begins at `claimed`.
 */
export type TicketStage =
  | "waiting"
  | "ready"
  | "queued"
  | "claimed"
  | "preparing"
  | "prepared"
  | "working"
  | "worked"
  | "checking"
  | "failing"
  | "clashing"
  | "checked"
  | "committing"
  | "leaving"
  | "committed"
  | "comparing"
  | "compared"
  | "verifying"
  | "verified"
  | "merging"
  | "merged"
  | "lost"
  | "final";

export interface TicketState {
  readonly ticket: Ticket;
  readonly dependents: TicketId[];
  status: TicketStatus;
  stage: TicketStage;
  /** Counts, in step mode, how often it was asked whether the ticket may start. */
  stepRound: number;
  /** Dependencies that are not done yet. */
  waitingFor: number;
  /** The attempt under way or next, from 1. */
  attempt: number;
  attemptsStarted: number;
  attemptsAllowed: number;
  /** How often its tree was lost since the run was started or resumed. */
  treesLost: number;
  /** Whether the next preparation starts from the run's branch, without what earlier attempts left. */
  fresh: boolean;
  /** What the attempt before ended with, for the next one's prompt. */
  note: string;
  /** What a person said that no worker has read yet. */
  instructions: readonly string[];
  documents: readonly Document[];
  skeletons: readonly Document[];
  checkOutput: string;
  commit: string | null;
  /** What the worker wrote and its commit does not hold. */
  leftovers: readonly Leftover[];
  /** Whether the worker has heard of them in this attempt. */
  leftoversHeard: boolean;
  /** Counts how often a person was asked about them in this attempt. */
  leftoverRound: number;
  conflicts: readonly string[];
  /** Whether the merge would make another tree than the one that was checked. */
  moved: boolean;
  /** Counts merges that were asked about in vain, because the branch had moved on. */
  mergeRound: number;
  failure: Failure | null;
  blockedBy: TicketId | null;
}

/** `due`: a reply is to be asked for. `replied`: the last word was the model's, and it called no tool. */
export type SessionPhase =
  | { readonly type: "due" }
  | { readonly type: "calling"; readonly effectId: EffectId; readonly draft: Draft }
  | {
      readonly type: "discarded";
      readonly failure: Failure;
      /** The intent of the try that failed. */
      readonly effectId: EffectId;
    }
  | { readonly type: "backing-off"; readonly timer: EffectId; readonly dueAtMs: number }
  | { readonly type: "acting"; readonly calls: readonly CallState[] }
  | {
      readonly type: "replied";
      readonly text: string;
      /** Why it is no report, where it is none. */
      readonly flaw: ReplyFlaw | null;
    }
  | { readonly type: "failed"; readonly failure: Failure }
  | { readonly type: "closed" };

export interface SessionState {
  readonly id: SessionId;
  readonly seat: Seat;
  readonly streamId: StreamId;
  /** Change it by `enterPhase`. */
  phase: SessionPhase;
  readonly messages: Message[];
  readonly context: ContextAccount;
  /** The turn under way or next, and the try of it, from 1. */
  turn: number;
  try: number;
  /** Failures of this turn that count against its tries. */
  failures: number;
  /** Of this turn. */
  lastFailure: Failure | null;
  /** Failures of this turn in a row that were the same, in the same words. */
  sameFailures: number;
  /** How often a refusal of this turn has taught something about its server. */
  lessons: number;
  /** Turns in a row that brought nothing to go on with. */
  flaws: number;
  /** Why it failed; stays when it is closed. */
  failure: Failure | null;
  /** A person was told that its server does not read the whole prompt. */
  isCutTold: boolean;
  readonly repetition: Repetition;
  /** The estimate for the prompt of the call under way. */
  promptTokens: number;
  reservedTokens: number;
  reservedUsd: number;
}

export interface CallState {
  readonly call: ToolCall;
  readonly commandParts: readonly string[] | null;
  /** Why the call cannot be made, in words for the model: its input was cut off, or is no JSON object. */
  readonly problem: string | null;
  /** `in-doubt`: a process that is gone had started it, and the log does not say how it ended. */
  status: "waiting" | "running" | "in-doubt" | "ended";
  /** How often it was in doubt, so that each doubt has a popup of its own. */
  doubts: number;
  text: string;
  isError: boolean;
}

export interface StreamState {
  /** Of completed units, in order. */
  text: string;
  turns: number;
  live: boolean;
  ended: boolean;
}

/** One decision that something waits for; its id is the id of the popup that asks for it. */
export interface Gate {
  readonly id: PopupId;
  status: "open" | "allowed" | "denied" | "expired";
  /** `null` where a rule decided. */
  decision: Decision | null;
  /** As it was decided upon. */
  payload: object;
  payloadHash: string;
  reason: string;
}

export interface OpenPopup {
  popup: Popup;
  /** The effect that shows it; `null` where it is still to be shown. */
  ask: EffectId | null;
  /** Whether somebody saw it; `null` until the approver says so. */
  attended: boolean | null;
  /** The effect that waits for its expiry. */
  timer: EffectId | null;
}

/** The only way to change a session's phase. */
export function enterPhase(state: State, session: SessionState, phase: SessionPhase): void {
  session.phase = phase;
  if (phase.type === "due") state.dueSessions.add(session.id);
  else state.dueSessions.delete(session.id);
}
