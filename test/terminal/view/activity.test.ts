import { expect, test } from "bun:test";
import type { Event, EventBody } from "../../../src/core/event.ts";
import type { SessionId } from "../../../src/core/ids.ts";
import { noUsage } from "../../../src/core/ledger/usage.ts";
import { createActivity } from "../../../src/terminal/view/activity.ts";
import { activityText, behindText } from "../../../src/terminal/view/activity-text.ts";
import { popup } from "../sample-run.ts";

function run(bodies: readonly (EventBody & { readonly atMs?: number })[]) {
  const activity = createActivity();
  bodies.forEach((body, index) => activity.take({ atMs: 0, ...body, seq: index + 1 } as Event));
  return activity;
}

const unit = { sessionId: "tier3:T-1:1" as SessionId, turn: 1, try: 1 };
const started = {
  type: "model.started",
  unit,
  address: { tier: "tier3", trackId: null, ticketId: "T-1", attempt: 1, turn: 1, try: 1 },
  model: "m",
  atMs: 1_000,
} as unknown as EventBody;
const opened = (id: string, ticketId: string): EventBody => ({
  type: "popup.opened",
  popup: popup(
    { kind: "question", payload: { question: "?" } },
    { id: id as never, ticketId: ticketId as never },
  ),
});

test("who does what since when, what was taken, and what waits, in one row", () => {
  const usage = { ...noUsage, inputTokens: 1_200, outputTokens: 34 };
  const thinking = run([started, opened("q", "T-2")]);
  expect(activityText(thinking, 64_500)).toBe("T-1 thinks 1 min 3 s · 1 decision waits");
  const writing = run([
    started,
    {
      type: "stream.deltas",
      effectId: 1,
      unit,
      deltas: [{ type: "text", block: 0, text: "x" }],
      usage,
    },
  ]);
  expect(activityText(writing, 13_000)).toBe("T-1 writes 12 s · 1,234 tokens $0.00");
  const done = run([
    started,
    { type: "stream.completed", effectId: 1, unit, stopReason: "end-turn", commandParts: {} },
  ]);
  expect(activityText(done, 13_000)).toBe("");
});

test("beside a popup: whose decisions wait behind it, what is held back and who works on", () => {
  const activity = run([started, ...["a", "b", "c", "d", "e"].map((id) => opened(id, `T-${id}`))]);
  expect(behindText(activity, "a", 12, 3_000)).toBe(
    "4 more decisions wait: T-b, T-c, T-d and 1 others · 12 lines held back · T-1 thinks 2 s",
  );
  expect(behindText(run([opened("a", "T-1")]), "a", 0, 0)).toBe("");
});
