import { expect, test } from "bun:test";
import type { EventBody } from "../../../../src/core/event.ts";
import { type Seat, sessionIdOf, streamIdOf } from "../../../../src/core/ids.ts";
import { userText } from "../../../../src/core/message.ts";
import { newStreamEnds } from "../../../../src/sim/laws/session/stream-ends.ts";
import { logOf, main, T1, T2 } from "../hand-made.ts";

const lead = { tier: "tier2", trackId: main, ticketId: null, attempt: 1 } as const;
const worker = (attempt: number) =>
  ({ tier: "tier3", trackId: main, ticketId: T1, attempt }) as const;
const opened = (seat: Seat): EventBody => ({
  type: "session.opened",
  ...seat,
  sessionId: sessionIdOf(seat),
  message: userText("go"),
});
const failure = { code: "turn-limit", message: "" } as const;
const attemptFailed: EventBody = {
  type: "attempt.failed",
  ticketId: T1,
  attempt: 1,
  failure,
  note: "",
  fresh: true,
  granted: false,
};

const hasEnded = (seat: Seat, ...bodies: readonly EventBody[]): boolean => {
  const ends = newStreamEnds();
  for (const event of logOf(...bodies)) ends.hear(event);
  return ends.hasEnded(streamIdOf(seat));
};

test("a worker's stream ends with its attempt, and goes on with the next one", () => {
  expect(hasEnded(worker(1), opened(worker(1)))).toBe(false);
  expect(hasEnded(worker(1), opened(worker(1)), attemptFailed)).toBe(true);
  expect(hasEnded(worker(1), opened(worker(1)), attemptFailed, opened(worker(2)))).toBe(false);
  expect(hasEnded(worker(1), opened(worker(1)), { type: "ticket.done", ticketId: T1 })).toBe(true);
  expect(hasEnded(worker(1), opened(worker(1)), { type: "ticket.done", ticketId: T2 })).toBe(false);
});

test("a planner's stream ends once its plan is accepted or given up, and any with its session", () => {
  const accepted: EventBody = { type: "tickets.accepted", trackId: main, tickets: [] };
  const givenUp: EventBody = { type: "plan.failed", trackId: main, failure };
  const failed: EventBody = { type: "session.failed", sessionId: sessionIdOf(lead), failure };
  const other: EventBody = { type: "tracks.accepted", tracks: [] };
  expect(hasEnded(lead, opened(lead), other)).toBe(false);
  for (const end of [accepted, givenUp, failed])
    expect(hasEnded(lead, opened(lead), end)).toBe(true);
});
