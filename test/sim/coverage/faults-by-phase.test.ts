import { describe, expect, test } from "bun:test";
import type { EventBody } from "../../../src/core/event.ts";
import {
  faultsAt,
  faultsByPhase,
  faultsOfCrash,
} from "../../../src/sim/coverage/faults-by-phase.ts";
import { newLogReader } from "../../../src/sim/coverage/log-reader.ts";
import { called, logOf, opened, started } from "../laws/hand-made.ts";

const readerOf = (...bodies: readonly EventBody[]) => {
  const reader = newLogReader();
  for (const event of logOf(...bodies)) reader.take(event);
  return reader;
};

const calling = [started(), opened(), called()] as const;

describe("a fault is named with what was under way", () => {
  test("a crash", () => {
    expect(faultsOfCrash(readerOf(...calling))).toEqual(["crash during a call of tier 1"]);
    expect(faultsOfCrash(readerOf(started()))).toEqual([]);
  });

  test("an interrupt", () => {
    const log = logOf(...calling, { type: "run.interrupted" });
    expect(faultsAt(log.at(-1)!, readerOf(...calling))).toEqual([
      "interrupt during a call of tier 1",
    ]);
  });

  test("a call that failed", () => {
    const [model] = logOf(...calling).slice(-1);
    if (model?.type !== "model.started") throw new Error("no call");
    const failure = { code: "overloaded", message: "" } as const;
    const log = logOf(...calling, {
      type: "stream.discarded",
      effectId: model.seq,
      unit: model.unit,
      failure,
    });
    expect(faultsAt(log.at(-1)!, readerOf(...calling))).toEqual([
      "overloaded during a call of tier 1",
    ]);
  });
});

test("no fault is listed twice", () => {
  expect(new Set(faultsByPhase).size).toBe(faultsByPhase.length);
});

test.each([
  "timeout during a call of tier 3",
  "permission during a call of tier 1",
  "not-found during a call of tier 3",
  "tree-lost during a preparation",
])("%s, which shipped scenarios meet, is named where it never came", (fault) => {
  expect(faultsByPhase).toContain(fault);
});
