import type { JsonObject } from "../../core/json.ts";
import type { PopupKind } from "../../core/gates/popup-kinds.ts";
import {
  type KindMembers,
  onAttempt,
  onPlan,
  silenceOnAttempt,
  silenceOnPlan,
  type WordOf,
} from "./answer.ts";
import { ticketPlan, type TicketDraft, trackPlan, type TrackDraft } from "./part.ts";
import type { ToolInputs, ToolName } from "../../core/tools/worker-tools.ts";

/** What a popup of kind `tool` can be about: a tool, or the configured check where a rule asks about it. */
type Gated = ToolName | "check";

/**
 * Approves what a popup asks. Each word of a decision has one member for each kind of popup that offers the
 * decision, so that an answer which a popup does not offer does not compile.
 * @example approve.tool("T-1", "bash").after("30s")
 */
export const approve = {
  tracks: () => onPlan("tracks", {}, { type: "approve" }),
  tickets: (trackId: string) => onPlan("tickets", { trackId }, { type: "approve" }),
  spawn: (ticketId: string) => onAttempt("spawn", { ticketId }, { type: "approve" }),
  step: (ticketId: string) => onAttempt("step", { ticketId }, { type: "approve" }),
  tool: (ticketId: string, tool: Gated | null = null) =>
    onAttempt("tool", { ticketId, tool }, { type: "approve" }),
  /** Only a merge without conflicts that a rule asks about offers this. */
  merge: (ticketId: string) => onAttempt("merge", { ticketId }, { type: "approve" }),
  /** Goes on without what the ticket's worker wrote and no commit can hold. */
  leftovers: (ticketId: string) => onAttempt("leftovers", { ticketId }, { type: "approve" }),
  /** Only a time budget offers this: the same time once more. `ticketId` where it is one ticket's. */
  budget: (ticketId?: string) =>
    ticketId === undefined
      ? onPlan("budget", {}, { type: "approve" })
      : onPlan("budget", { ticketId }, { type: "approve" }),
} satisfies WordOf<"approve">;

/** Approves, and adds the rule that the popup shows for the rest of the run. */
export const always = {
  tracks: () => onPlan("tracks", {}, { type: "always" }),
  tickets: (trackId: string) => onPlan("tickets", { trackId }, { type: "always" }),
  spawn: (ticketId: string) => onAttempt("spawn", { ticketId }, { type: "always" }),
  step: (ticketId: string) => onAttempt("step", { ticketId }, { type: "always" }),
  tool: (ticketId: string, tool: ToolName | null = null) =>
    onAttempt("tool", { ticketId, tool }, { type: "always" }),
} satisfies WordOf<"always">;

/**
 * Rejects what a popup asks. The model is told the reason.
 * @example reject.tool("T-1", "bash", "dist is not yours")
 */
export const reject = {
  tracks: (reason: string) => onPlan("tracks", {}, { type: "reject", reason }),
  tickets: (trackId: string, reason: string) =>
    onPlan("tickets", { trackId }, { type: "reject", reason }),
  spawn: (ticketId: string, reason: string) =>
    onAttempt("spawn", { ticketId }, { type: "reject", reason }),
  step: (ticketId: string, reason: string) =>
    onAttempt("step", { ticketId }, { type: "reject", reason }),
  /** `tool` `null` is any tool. */
  tool: (ticketId: string, tool: Gated | null, reason: string) =>
    onAttempt("tool", { ticketId, tool }, { type: "reject", reason }),
  /** Only a merge without conflicts that a rule asks about offers this. */
  merge: (ticketId: string, reason: string) =>
    onAttempt("merge", { ticketId }, { type: "reject", reason }),
  leftovers: (ticketId: string, reason: string) =>
    onAttempt("leftovers", { ticketId }, { type: "reject", reason }),
} satisfies WordOf<"reject">;

/** Gives the ticket up. */
export const abort = {
  spawn: (ticketId: string) => onAttempt("spawn", { ticketId }, { type: "abort" }),
  step: (ticketId: string) => onAttempt("step", { ticketId }, { type: "abort" }),
  tool: (ticketId: string, tool: Gated | null = null) =>
    onAttempt("tool", { ticketId, tool }, { type: "abort" }),
  question: (ticketId: string) => onAttempt("question", { ticketId }, { type: "abort" }),
  merge: (ticketId: string) => onAttempt("merge", { ticketId }, { type: "abort" }),
  leftovers: (ticketId: string) => onAttempt("leftovers", { ticketId }, { type: "abort" }),
  inDoubt: (ticketId: string) => onAttempt("in-doubt", { ticketId }, { type: "abort" }),
} satisfies WordOf<"abort">;

/** What a person may change of a worker's start; what is absent stays as the popup shows it. */
export type SpawnEdit = { readonly prompt: string; readonly files?: readonly string[] };

/**
 * Replaces what the popup shows, and approves the replacement.
 * @example edit.tool("T-1", "bash", { command: "rm -r build/cache" })
 */
export const edit = {
  tracks: (...drafts: readonly [TrackDraft, ...TrackDraft[]]) =>
    onPlan("tracks", {}, edited(trackPlan(drafts))),
  tickets: (trackId: string, ...drafts: readonly [TicketDraft, ...TicketDraft[]]) =>
    onPlan("tickets", { trackId }, edited(ticketPlan(drafts))),
  spawn: (ticketId: string, change: SpawnEdit) => onAttempt("spawn", { ticketId }, edited(change)),
  tool: <Name extends ToolName>(ticketId: string, tool: Name, input: ToolInputs[Name]) =>
    onAttempt("tool", { ticketId, tool }, edited({ tool, input })),
} satisfies WordOf<"edit">;

const edited = (payload: JsonObject) => ({ type: "edit", payload }) as const;

/** Answers a worker's question. */
export const answer = {
  question: (ticketId: string, text: string) =>
    onAttempt("question", { ticketId }, { type: "answer", text }),
} satisfies WordOf<"answer">;

/** Settles a merge conflict: `branch` keeps what was merged before, `ticket` what this ticket wrote. */
export const take = {
  merge: (ticketId: string, side: "branch" | "ticket") =>
    onAttempt("merge", { ticketId }, { type: "take", side }),
} satisfies WordOf<"take">;

/** Tries a merge that met a conflict again. */
export const retry = {
  merge: (ticketId: string) => onAttempt("merge", { ticketId }, { type: "retry" }),
} satisfies WordOf<"retry">;

/** New limits of the whole run, at least one; a limit that is not named is lifted. */
export type NewLimits =
  | { readonly tokens: number; readonly costUsd?: number }
  | { readonly tokens?: number; readonly costUsd: number };

/**
 * Raises the budget that the next call would exceed.
 * @example raise.budget({ costUsd: 10 })
 */
export const raise = {
  budget: (limits: NewLimits) =>
    onPlan(
      "budget",
      {},
      { type: "raise", tokens: limits.tokens ?? null, costUsd: limits.costUsd ?? null },
    ),
} satisfies WordOf<"raise">;

/** Ends the run at its budget; `ticketId`: that ticket, whose time is used up. */
export const stop = {
  budget: (ticketId?: string) =>
    ticketId === undefined
      ? onPlan("budget", {}, { type: "stop" })
      : onPlan("budget", { ticketId }, { type: "stop" }),
} satisfies WordOf<"stop">;

/** After a crash, when nobody knows whether a call took place: it did. */
export const happened = {
  inDoubt: (ticketId: string) => onAttempt("in-doubt", { ticketId }, { type: "happened" }),
} satisfies WordOf<"happened">;

/** After a crash, when nobody knows whether a call took place: make it again. */
export const redo = {
  inDoubt: (ticketId: string) => onAttempt("in-doubt", { ticketId }, { type: "redo" }),
} satisfies WordOf<"redo">;

/** The person sees the popup and never answers it. */
export const ignores = {
  tracks: () => silenceOnPlan("tracks", {}),
  tickets: (trackId: string) => silenceOnPlan("tickets", { trackId }),
  spawn: (ticketId: string) => silenceOnAttempt("spawn", { ticketId }),
  step: (ticketId: string) => silenceOnAttempt("step", { ticketId }),
  tool: (ticketId: string, tool: Gated | null = null) =>
    silenceOnAttempt("tool", { ticketId, tool }),
  question: (ticketId: string) => silenceOnAttempt("question", { ticketId }),
  merge: (ticketId: string) => silenceOnAttempt("merge", { ticketId }),
  leftovers: (ticketId: string) => silenceOnAttempt("leftovers", { ticketId }),
  budget: () => silenceOnPlan("budget", {}),
  inDoubt: (ticketId: string) => silenceOnAttempt("in-doubt", { ticketId }),
} satisfies KindMembers<PopupKind>;
