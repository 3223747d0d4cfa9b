import type { WhenSeveralFit } from "../replies/script/when-several-fit.ts";
import type { Event, RefusalReason, RunOutcome } from "../core/event.ts";
import type { Tier } from "../core/ids.ts";
import type { Decision } from "../core/gates/decision.ts";
import type { TimeBudget } from "../core/ledger/time-limit.ts";
import type { PopupKind } from "../core/gates/popup-kinds.ts";
import type { Projection } from "../core/projection.ts";
import type { Rule } from "../core/gates/rule.ts";
import type { TicketStatus } from "../core/planning/ticket.ts";
import type { Budget } from "../core/settings.ts";
import type { ModelFault, ModelScript } from "../mock-provider/model-script.ts";
import type { EventPlace } from "./event-place.ts";

/**
 * What `scenario(…)` makes: plain data, which `JSON.stringify` can print. Only predicates hold code: those of
 * expectations, and those of `when`.
 */
export interface Scenario {
  readonly name: string;
  readonly epic: string;
  /** Files by path. */
  readonly workspace: Readonly<Record<string, string>>;
  readonly rules: readonly Rule[];
  readonly models: readonly ModelScript[];
  /** What a ticket's check says, by ticket, attempt by attempt; the last repeats. */
  readonly checks: Readonly<Record<string, readonly CheckResult[]>>;
  readonly user: readonly UserStep[];
  readonly faults: readonly Fault[];
  /** What a person does each time that the run has failed. */
  readonly retries?: readonly RetryStep[];
  /** What a person says without being asked. */
  readonly interventions?: readonly InterventionStep[];
  readonly config: ScenarioConfig;
  readonly expect: readonly Expectation[];
}

/**
 * What `served(…)` makes: replies for `rehearsal serve`, without epic, person and expectations. They are listed as
 * one script of `tier1`; the `turn` of a fault is the number of the reply.
 */
export interface ServedScript extends Pick<Scenario, "name" | "models"> {
  readonly type: "served";
  readonly faults: readonly ModelFault[];
  readonly allows?: readonly AllowedRequest[];
  readonly whenSeveralFit?: WhenSeveralFit;
}

/** A request that the served agent may send although no reply is scripted for it: that it is refused fails nothing. */
export interface AllowedRequest {
  /** An HTTP method; `null` for any. */
  readonly method: string | null;
  /** A `*` stands for any text. */
  readonly path: string;
}

export interface CheckResult {
  readonly passed: boolean;
  readonly output: string;
  /** How long the check takes in a rehearsal; absent: no time. */
  readonly takesMs?: number;
}

/** Which popup an answer is for. A member that is `null` matches any; `attempt` is 1 where the scenario names none. */
export interface PopupMatch {
  readonly kind: PopupKind;
  readonly trackId: string | null;
  readonly ticketId: string | null;
  readonly tool: string | null;
  readonly attempt: number | null;
}

/** What a person does about one popup. */
export interface UserAnswer {
  readonly type: "answer";
  readonly match: PopupMatch;
  /** `null`: sees it and never answers. */
  readonly decision: Decision | null;
  /** Counted from the popup's opening. */
  readonly afterMs: number;
  /** Sent twice, at the same time. */
  readonly twice: boolean;
  /** Typed in haste at a terminal: too early, twice, and a reason pasted. */
  readonly typed: boolean;
  /** Sent only once the popup is gone; the core must refuse it. */
  readonly late: boolean;
  /** Its popup need not open. */
  readonly optional: boolean;
  /** Given only once the run has ended as `waiting` and is resumed: until then the person is away. */
  readonly onReturn: boolean;
  /** Given while no process conducts the run: once it has ended as `waiting`, or its process has died. */
  readonly fromElsewhere: boolean;
}

export type UserStep =
  | UserAnswer
  /** The popups must open in this order; an answer is not used before those ahead of it. */
  | { readonly type: "sequence"; readonly steps: readonly UserAnswer[] }
  /** At least one of these popups must open. */
  | { readonly type: "either"; readonly steps: readonly UserAnswer[] };

/** What goes wrong. */
export type Fault =
  | ModelFault
  | {
      readonly type: "tool";
      readonly ticketId: string;
      readonly tool: string;
      /** Which call of that tool by that ticket, counted from 1. */
      readonly nth: number;
      readonly fault: ScriptedToolFault;
    }
  | {
      readonly type: "workspace";
      readonly ticketId: string;
      readonly work: WorkspaceWork;
      /** Which time that this is done for the ticket, counted from 1. */
      readonly nth: number;
      readonly fault: WorkspaceTrouble;
    }
  /** No call reaches the provider from this event on, until the run is resumed. */
  | { readonly type: "outage"; readonly atEvent: EventPlace }
  | { readonly type: "slow-subscriber"; readonly delayMs: number }
  /** The store refuses everything from this event on. */
  | { readonly type: "disk-full"; readonly atEvent: EventPlace }
  /** Somebody removes the log's file at this event, as `git clean -fdx` does. */
  | { readonly type: "log-removed"; readonly atEvent: EventPlace }
  /** The process dies once this event is in the log, and is resumed. */
  | { readonly type: "crash"; readonly atEvent: EventPlace };

/**
 * `outlives`: where its process dies, it goes on by itself. `ends-late`: it reaches its time limit, and has its effect while
 * it is stopped.
 */
export const scriptedToolFaults = ["fails", "hangs", "outlives", "ends-late"] as const;
export type ScriptedToolFault = (typeof scriptedToolFaults)[number];

/** What the workspace does for a ticket. */
export const workspaceWorks = ["prepare", "tool", "check", "commit", "compare", "merge"] as const;
export type WorkspaceWork = (typeof workspaceWorks)[number];

/**
 * `fails`: it can't be done until somebody mends the cause. `tree-lost`: the ticket's tree was deleted before it.
 * `branch-moved-back`: somebody moved the run's branch back by a commit before it, and puts it back once the run has said so.
 * `conflict-left`: a command left a file in conflict before it.
 */
export const workspaceTroubles = [
  "fails",
  "tree-lost",
  "branch-moved-back",
  "conflict-left",
] as const;
export type WorkspaceTrouble = (typeof workspaceTroubles)[number];

/** After the run has failed, a person retries this ticket, or with `null` all failed ones. */
export interface RetryStep {
  readonly ticketId: string | null;
  readonly note: string;
}

/**
 * At this place in the log a person says `text` to the ticket's worker, or gives the ticket up for that reason: at an end of
 * the run while no process conducts it.
 */
export interface InterventionStep {
  readonly type: "instruct" | "stop";
  readonly ticketId: string;
  readonly text: string;
  readonly atEvent: EventPlace;
}

/** Settings that a scenario may change; the rest are the product's defaults. */
export interface ScenarioConfig {
  readonly mode?: "auto" | "step";
  readonly workers?: number;
  readonly attempts?: number;
  readonly turns?: number;
  readonly tries?: number;
  readonly repeats?: number;
  readonly budget?: Partial<Budget>;
  /** Limits to the working time of the run, of each ticket and of each tier. */
  readonly timeBudget?: TimeBudget;
  /** Model names by tier. A name that is not in the price list has no price and no known context window. */
  readonly modelNames?: Partial<Record<Tier, string>>;
  /** Addresses of servers, for tiers whose models are not where those of the others are. */
  readonly baseUrls?: Partial<Record<Tier, string>>;
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
  readonly check?: string | null;
  readonly popupTimeoutMs?: number;
  readonly stallTimeoutMs?: number;
  readonly toolTimeoutMs?: number;
}

export type ExpectedText =
  | { readonly type: "contains"; readonly text: string }
  | { readonly type: "equals"; readonly text: string }
  | { readonly type: "matches"; readonly pattern: string; readonly flags: string };

/** What must be true at the end. */
export type Expectation =
  | { readonly type: "outcome"; readonly outcome: RunOutcome }
  | { readonly type: "ticket"; readonly ticketId: string; readonly status: TicketStatus }
  | { readonly type: "attempts"; readonly ticketId: string; readonly attempts: number }
  | {
      readonly type: "stream";
      readonly streamId: string;
      readonly test: ExpectedText;
      readonly negated: boolean;
    }
  /** The file on the run's branch at the end; `test` `null`: it must not exist. */
  | {
      readonly type: "file";
      readonly path: string;
      readonly test: ExpectedText | null;
      readonly negated: boolean;
    }
  | {
      readonly type: "popups";
      readonly kinds: readonly PopupKind[];
      /** `in-order`: exactly these, as they opened. `any-order`: exactly these. */
      readonly order: "in-order" | "any-order";
    }
  | {
      readonly type: "usage";
      readonly tier: Tier;
      readonly member: "inputTokens" | "outputTokens" | "cacheReadTokens" | "cacheWriteTokens";
      readonly atLeast: number | null;
      readonly atMost: number | null;
    }
  | { readonly type: "refused"; readonly why: RefusalReason; readonly count: number }
  /** At least one of them is true. */
  | { readonly type: "either"; readonly of: readonly Expectation[] }
  /** True under some schedules, and need not be under each; `mark` is its name. */
  | { readonly type: "sometimes"; readonly mark: string; readonly of: Expectation }
  | {
      readonly type: "predicate";
      readonly description: string;
      readonly test: (run: FinishedRun) => boolean | string | void;
    };

/** What a `check(run => …)` sees: the projection, the log and the files on the run's branch. */
export interface FinishedRun extends Projection {
  readonly files: Readonly<Record<string, string>>;
  readonly log: readonly Event[];
}
