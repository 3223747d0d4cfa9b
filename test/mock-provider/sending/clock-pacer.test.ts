import { expect, test } from "bun:test";
import { clockPacer } from "../../../src/mock-provider/sending/clock-pacer.ts";

const step = { call: 1, address: null, kind: "chunk", index: 0 } as const;

test("a step waits on the clock for as long as its script asks", async () => {
  const dues: number[] = [];
  const pacer = clockPacer({
    nowMs: () => 1_000,
    until: async (dueAtMs) => void dues.push(dueAtMs),
    nextTurn: (callback) => callback(),
  });
  const { signal } = new AbortController();
  await pacer.before({ ...step, delayMs: 250 }, signal);
  await pacer.before({ ...step, delayMs: 0 }, signal);
  expect(dues).toEqual([1_250]);
});
