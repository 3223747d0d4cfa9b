import { expect, test } from "bun:test";
import type { EventBody } from "../../../src/core/event.ts";
import { ticketId } from "../../../src/core/ids.ts";
import { newLogReader } from "../../../src/sim/coverage/log-reader.ts";
import { newPairWatch, turnedPair } from "../../../src/sim/coverage/ticket-pairs.ts";
import { logOf } from "../laws/hand-made.ts";

const pairsOf = (...bodies: readonly EventBody[]): readonly string[] => {
  const [reader, pairAt] = [newLogReader(), newPairWatch()];
  return logOf(...bodies).flatMap((event) => {
    const pair = pairAt(event, reader);
    reader.take(event);
    return pair === null ? [] : [pair];
  });
};

const of = (id: string) => ({ effectId: 1, ticketId: ticketId(id) });
const checked = (id: string): EventBody => ({
  type: "check.ended",
  ...of(id),
  passed: true,
  output: "",
});
const merged = (id: string): EventBody => ({ type: "merge.ended", ...of(id), head: "1" });
const compared = (id: string): EventBody => ({
  type: "comparison.ended",
  ...of(id),
  conflicts: [],
  moved: false,
});

test("events of two tickets that stand next to each other are a pair, those of one are none", () => {
  expect(pairsOf(checked("A"), merged("A"), checked("B"))).toEqual([
    "merge.ended, then check.ended",
  ]);
});

test("what the core itself makes of an event stands between nothing", () => {
  const done: EventBody = { type: "ticket.done", ticketId: ticketId("A") };
  expect(pairsOf(merged("A"), done, checked("B"))).toEqual(["merge.ended, then check.ended"]);
});

test("merges are done one at a time, so that two of them have no other order", () => {
  expect(pairsOf(merged("A"), compared("B"))).toEqual([]);
});

test("a pair turned twice is the same pair", () => {
  const pair = "merge.ended, then check.ended";
  expect(turnedPair(pair)).toBe("check.ended, then merge.ended");
  expect(turnedPair(turnedPair(pair))).toBe(pair);
});
