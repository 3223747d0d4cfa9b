import { expect, test } from "bun:test";
import type { Delta, StopReason } from "../../../src/core/reply/delta.ts";
import type { Event, EventBody } from "../../../src/core/event.ts";
import { sessionIdOf, ticketId, trackId } from "../../../src/core/ids.ts";
import { checkReports } from "../../../src/sim/laws/worker-reports.ts";

const seat = {
  tier: "tier3",
  trackId: trackId("A"),
  ticketId: ticketId("T-1"),
  attempt: 1,
} as const;
const unit = { sessionId: sessionIdOf(seat), turn: 1, try: 1 };
const message = { role: "user", content: [] } as const;
const text = (words: string): Delta => ({ type: "text", block: 0, text: words });

/** What is wrong with a commit behind a worker's reply of that. */
function breaches(
  deltas: readonly Delta[],
  stopReason: StopReason = "end-turn",
): readonly string[] {
  const bodies: readonly EventBody[] = [
    { type: "session.opened", sessionId: unit.sessionId, ...seat, message },
    {
      type: "model.started",
      unit,
      address: { ...seat, turn: 1, try: 1 },
      model: "m",
      maxOutputTokens: 1,
      reservedTokens: 1,
      reservedUsd: null,
    },
    { type: "stream.deltas", effectId: 2, unit, deltas, usage: null },
    { type: "stream.completed", effectId: 2, unit, stopReason, commandParts: {} },
    { type: "commit.started", ticketId: seat.ticketId, message: "T-1" },
  ];
  const log = bodies.map((body, index): Event => ({ ...body, seq: index + 1, atMs: 0 }));
  const found: string[] = [];
  checkReports(log, { exercise: () => {}, breach: (words) => void found.push(words) });
  return found;
}

test("a commit behind a report is right", () => {
  expect(breaches([text("Done."), { type: "thinking", block: 1, text: "hm" }])).toEqual([]);
});

test.each<[string, readonly Delta[], StopReason]>([
  ["silence", [], "end-turn"],
  ["white space", [text(" \n")], "end-turn"],
  ["thoughts alone", [{ type: "thinking", block: 0, text: "hm" }], "end-turn"],
  ["half a sentence", [text("I will now wr")], "max-tokens"],
  ["a call", [text("a"), { type: "tool-use", block: 1, callId: "c", tool: "read" }], "tool-use"],
])("a commit behind %s is none", (_what, deltas, stopReason) => {
  expect(breaches(deltas, stopReason)).toEqual([
    "event 5: T-1 goes on, and its worker has reported nothing",
  ]);
});

test("an attempt ends with its check once QA has said something of it, or could not", () => {
  const qa = { ...seat, tier: "tier4" } as const;
  const ofQa = { sessionId: sessionIdOf(qa), turn: 1, try: 1 };
  const asked: EventBody = { type: "session.opened", sessionId: ofQa.sessionId, ...qa, message };
  const calls: EventBody = {
    type: "model.started",
    unit: ofQa,
    address: { ...qa, turn: 1, try: 1 },
    model: "m",
    maxOutputTokens: 1,
    reservedTokens: 1,
    reservedUsd: null,
  };
  const says = (words: string): EventBody => ({
    type: "stream.deltas",
    effectId: 2,
    unit: ofQa,
    deltas: [text(words)],
    usage: null,
  });
  const completed: EventBody = {
    type: "stream.completed",
    effectId: 2,
    unit: ofQa,
    stopReason: "end-turn",
    commandParts: {},
  };
  const failure = { code: "check-failed", message: "" } as const;
  const gaveUp: EventBody = { type: "session.failed", sessionId: ofQa.sessionId, failure };
  const ends: EventBody = {
    type: "attempt.failed",
    ticketId: seat.ticketId,
    attempt: 1,
    failure,
    note: "",
    fresh: false,
    granted: false,
  };
  const found = (...bodies: readonly EventBody[]): readonly string[] => {
    const breaches: string[] = [];
    const log = bodies.map((body, index): Event => ({ ...body, seq: index + 1, atMs: 0 }));
    checkReports(log, { exercise: () => {}, breach: (words) => void breaches.push(words) });
    return breaches;
  };
  expect(found(ends)).toEqual([]);
  expect(found(asked, calls, says("It squeaks."), completed, ends)).toEqual([]);
  expect(found(asked, calls, gaveUp, ends)).toEqual([]);
  const silent = [expect.stringContaining("QA has said nothing of that")];
  expect(found(asked, calls, says(" "), completed, ends)).toEqual(silent);
  expect(found(asked, calls, says("It squ"), ends)).toEqual(silent);
});

test("a worker whose work is checked is asked for nothing more, but for what its commit left out", () => {
  const call = (turn: number): EventBody => ({
    type: "model.started",
    unit: { ...unit, turn },
    address: { ...seat, turn, try: 1 },
    model: "m",
    maxOutputTokens: 1,
    reservedTokens: 1,
    reservedUsd: null,
  });
  const done: readonly EventBody[] = [
    { type: "session.opened", sessionId: unit.sessionId, ...seat, message },
    call(1),
    { type: "stream.deltas", effectId: 2, unit, deltas: [text("Done.")], usage: null },
    { type: "stream.completed", effectId: 2, unit, stopReason: "end-turn", commandParts: {} },
    { type: "check.started", ticketId: seat.ticketId, attempt: 1, command: "make" },
  ];
  const left: EventBody = {
    type: "leftovers.returned",
    sessionId: unit.sessionId,
    ticketId: seat.ticketId,
    message,
  };
  const found = (...bodies: readonly EventBody[]): readonly string[] => {
    const breaches: string[] = [];
    const log = bodies.map((body, index): Event => ({ ...body, seq: index + 1, atMs: 0 }));
    checkReports(log, { exercise: () => {}, breach: (words) => void breaches.push(words) });
    return breaches;
  };
  expect(found(...done, left, call(2))).toEqual([]);
  expect(found(...done, call(2))).toEqual([
    "event 6: tier3:T-1:1 is asked for more, and its work is checked already",
  ]);
});
