import type { Event, EventBody } from "../../src/core/event.ts";
import {
  type Address,
  popupId,
  runId,
  type Seat,
  sessionIdOf,
  ticketId,
  trackId,
} from "../../src/core/ids.ts";
import type { Popup, PopupSubject } from "../../src/core/gates/popup.ts";
import type { Settings } from "../../src/core/settings.ts";
import type { Ticket } from "../../src/core/planning/ticket.ts";
import { noUsage, type Usage } from "../../src/core/ledger/usage.ts";

const model = { provider: "test", model: "small", maxOutputTokens: 1000, contextTokens: null };

const settings: Settings = {
  mode: "auto",
  workers: 2,
  attempts: 2,
  turns: 20,
  tries: 3,
  models: { tier1: model, tier2: model, tier3: model, tier4: model },
  prices: { small: { inputUsd: 1, outputUsd: 5, cacheReadUsd: 0.1, cacheWriteUsd: 1.25 } },
  budget: { tokens: 200_000, costUsd: null },
  check: "bun test",
  rules: [],
  popupTimeoutMs: null,
  stallTimeoutMs: 60_000,
  toolTimeoutMs: 60_000,
  retryBaseMs: 1000,
  retryMaxMs: 60_000,
  prompts: {
    system: { tier1: "", tier2: "", tier3: "", tier4: "" },
    epic: "",
    track: "",
    ticket: "",
    failure: "",
    repair: "",
  },
};

export const ticket = (id: string, title: string, ...dependsOn: string[]): Ticket => ({
  id: ticketId(id),
  trackId: trackId("api"),
  title,
  description: `Do it: ${title}.`,
  files: ["src/server.ts"],
  dependsOn: dependsOn.map(ticketId),
});

export const popup = (subject: PopupSubject, members: Partial<Popup> = {}): Popup =>
  ({
    id: popupId("tool:T-1:1.1.0"),
    runId: runId("r-1"),
    trackId: trackId("api"),
    ticketId: ticketId("T-1"),
    attempt: 1,
    callId: null,
    payloadHash: "hash",
    revision: 1,
    decisions: ["approve", "edit", "always", "reject", "abort"],
    proposedRule: null,
    openedAtMs: 0,
    expiresAtMs: null,
    ...subject,
    ...members,
  }) as Popup;

export const worker = (id: string, attempt = 1): Seat => ({
  tier: "tier3",
  trackId: trackId("api"),
  ticketId: ticketId(id),
  attempt,
});
const orchestrator: Seat = { tier: "tier1", trackId: null, ticketId: null, attempt: 1 };
const lead: Seat = { tier: "tier2", trackId: trackId("api"), ticketId: null, attempt: 1 };

/** A log that is written by hand: numbers events, one second apart. */
export interface Log {
  readonly events: Event[];
  add(body: EventBody): Event;
  /** One turn of a session, told in pieces; ends as `end` says. */
  say(seat: Seat, pieces: readonly string[], options?: SayOptions): void;
}

interface SayOptions {
  readonly turn?: number;
  readonly try?: number;
  readonly usage?: Partial<Usage>;
  readonly end?: "completed" | "discarded" | "open";
}

export function createLog(): Log {
  const events: Event[] = [];
  const add = (body: EventBody): Event => {
    const event: Event = { seq: events.length + 1, atMs: events.length * 1000, ...body };
    events.push(event);
    return event;
  };
  return {
    events,
    add,
    say(seat, pieces, { turn = 1, try: which = 1, usage = {}, end = "completed" } = {}) {
      const unit = { sessionId: sessionIdOf(seat), turn, try: which };
      const address: Address = { ...seat, turn, try: which };
      const { seq: effectId } = add({
        type: "model.started",
        unit,
        address,
        model: "small",
        maxOutputTokens: 1000,
        reservedTokens: 1000,
        reservedUsd: null,
      });
      for (const text of pieces)
        add({
          type: "stream.deltas",
          effectId,
          unit,
          deltas: [{ type: "text", block: 0, text }],
          usage: { ...noUsage, inputTokens: 1200, outputTokens: 80, ...usage },
        });
      if (end === "completed")
        add({ type: "stream.completed", effectId, unit, stopReason: "end-turn", commandParts: {} });
      if (end === "discarded")
        add({
          type: "stream.discarded",
          effectId,
          unit,
          failure: { code: "overloaded", message: "Overloaded" },
        });
    },
  };
}

/** A whole run of two tickets: planned, retried, asked, checked, merged. */
export function sampleRun(): readonly Event[] {
  const log = createLog();
  const { add, say } = log;
  const tracks = [{ id: trackId("api"), title: "HTTP layer", description: "Limit requests." }];
  const tickets = [ticket("T-1", "Token bucket"), ticket("T-2", "Middleware", "T-1")];
  const gate = popupId("tool:T-1:1.1.0");
  add({
    type: "run.started",
    schema: 1,
    runId: runId("r-1"),
    epic: "Add a rate limiter to the API",
    settings,
  });
  add({ type: "survey.started" });
  add({ type: "survey.ended", effectId: 2, files: ["a.ts", "b.ts"], documents: [] });
  say(orchestrator, ['{"tracks":[', '{"id":"api"}]}']);
  add({ type: "tracks.proposed", tracks });
  add({ type: "tracks.accepted", tracks });
  say(lead, ['{"tickets":[]}']);
  add({ type: "tickets.proposed", trackId: trackId("api"), tickets });
  add({ type: "tickets.accepted", trackId: trackId("api"), tickets });
  add({ type: "ticket.claimed", ticketId: ticketId("T-1"), attempt: 1 });
  add({ type: "attempt.started", ticketId: ticketId("T-1"), attempt: 1 });
  say(worker("T-1"), ["I will st"], { end: "discarded" });
  add({
    type: "timer.started",
    purpose: { type: "retry", sessionId: sessionIdOf(worker("T-1")) },
    dueAtMs: log.events.length * 1000 + 2000,
  });
  say(worker("T-1"), ["I will start with\nthe tests, ", "then the code.\n"], { try: 2 });
  add({
    type: "popup.opened",
    popup: popup({ kind: "tool", payload: { tool: "bash", input: { command: "bun test" } } }),
  });
  add({
    type: "popup.decided",
    rule: null,
    popupId: gate,
    decision: { type: "approve" },
    revision: 1,
    payloadHash: "hash",
  });
  const call = {
    sessionId: sessionIdOf(worker("T-1")),
    turn: 1,
    index: 0,
    callId: "call-1",
  };
  const { seq } = add({
    type: "tool.started",
    ...call,
    tool: "bash",
    input: { command: "bun test" },
    gate,
    payloadHash: "hash",
  });
  add({ type: "tool.ended", ...call, effectId: seq, text: "12 pass\n0 fail", isError: false });
  add({
    type: "check.started",
    ticketId: ticketId("T-1"),
    attempt: 1,
    command: "bun test",
  });
  add({
    type: "check.ended",
    effectId: 1,
    ticketId: ticketId("T-1"),
    passed: true,
    output: "",
  });
  add({
    type: "merge.ended",
    effectId: 1,
    ticketId: ticketId("T-1"),
    head: "0123456789abcdef",
  });
  add({ type: "ticket.done", ticketId: ticketId("T-1") });
  add({
    type: "ticket.failed",
    ticketId: ticketId("T-2"),
    failure: { code: "check-failed", message: "3 tests fail" },
  });
  add({ type: "run.ended", outcome: "failed", failure: null });
  return log.events;
}
