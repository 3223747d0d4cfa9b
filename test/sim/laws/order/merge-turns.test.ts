import { expect, test } from "bun:test";
import type { Event, EventBody } from "../../../../src/core/event.ts";
import { ticketId } from "../../../../src/core/ids.ts";
import { checkMergeTurns } from "../../../../src/sim/laws/order/merge-turns.ts";
import { judgeBy } from "../../../../src/sim/laws/verdict.ts";
import { breachesOf, decided, popupOf } from "../hand-made.ts";

/** Events, each with the number of the step that it came in. */
const check = (...events: readonly (readonly [number, EventBody])[]): string => {
  const log = events.map(([, body], index): Event => ({
    ...body,
    seq: index + 1,
    atMs: 0,
  }));
  const stepsAtEvent = events.map(([step]) => step);
  return breachesOf(judgeBy((findings) => checkMergeTurns({ log, stepsAtEvent }, findings)));
};

const committed = (id: string): EventBody => ({
  type: "commit.ended",
  effectId: 0,
  ticketId: ticketId(id),
  commit: id,
});
const compared = (id: string): EventBody => ({
  type: "comparison.started",
  ticketId: ticketId(id),
  commit: id,
});
const merged = (id: string): EventBody => ({
  type: "merge.ended",
  effectId: 0,
  ticketId: ticketId(id),
  head: id,
});
const payload = { commit: "A", conflicts: ["a.txt"] };
const asked = popupOf("merge:T-1:1.1", { kind: "merge", payload });
const taken = decided("merge:T-1:1.1", payload, { type: "take", side: "ticket" });

test("the next in line is looked at in the moment in which the one before is through", () => {
  const both = [
    [1, committed("T-1")],
    [1, compared("T-1")],
    [2, committed("B")],
  ] as const;
  expect(check(...both, [5, merged("T-1")], [5, compared("B")], [7, merged("B")])).toBe("");
  expect(check(...both, [5, merged("T-1")], [6, compared("B")])).toContain(
    "B waited to be merged since event 4",
  );
  expect(check(...both, [5, compared("B")])).toContain(
    "event 4: B is compared while T-1 is merged (since event 2)",
  );
});

test("while a person thinks about one merge, the next in line goes ahead", () => {
  const begun = [
    [1, committed("T-1")],
    [1, compared("T-1")],
    [1, committed("B")],
    [2, asked],
  ] as const;
  expect(
    check(...begun, [2, compared("B")], [3, taken], [4, merged("B")], [4, compared("T-1")]),
  ).toBe("");
  expect(check(...begun, [9, taken], [9, compared("B")])).toContain("B waited to be merged");
});

test("a run that is stopped merges nothing until it is resumed", () => {
  const stopped = [
    [1, committed("T-1")],
    [1, compared("T-1")],
    [2, { type: "run.interrupted" }],
    [2, { type: "run.ended", outcome: "interrupted", failure: null }],
    [60, { type: "run.resumed" }],
  ] as const;
  expect(check(...stopped, [60, compared("T-1")], [61, merged("T-1")])).toBe("");
  expect(check(...stopped, [61, compared("T-1")])).toContain("T-1 waited to be merged");
  // What was compared by then goes on from there.
  const known: EventBody = {
    type: "comparison.ended",
    effectId: 2 as never,
    ticketId: ticketId("T-1"),
    conflicts: [],
    moved: false,
  };
  const [first, second, ...others] = stopped;
  expect(check(first, second, [2, known], ...others, [62, merged("T-1")])).toBe("");
});
