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
