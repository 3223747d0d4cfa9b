import { expect, test } from "bun:test";
import fc from "fast-check";
import { contextOf } from "../../../src/core/window/context-view.ts";
import type { SessionId } from "../../../src/core/ids.ts";
import { runWorker, workerSession, type WorkerRun } from "../window/context-flow.ts";
import { newDriver } from "../driver.ts";

const session = workerSession as SessionId;

const words =
  "the wind came from north and we made miles before noon, however long it took us".split(" ");
const prose = Array.from({ length: 800 }, (_, index) => words[(index * 7) % words.length]).join(
  " ",
);

/** Prose of any length, from any place on. */
const drawText = (max: number): fc.Arbitrary<string> =>
  fc
    .record({ start: fc.nat(500), length: fc.integer({ min: 0, max }) })
    .map(({ start, length }) => prose.slice(start, start + length));

const drawRun: fc.Arbitrary<WorkerRun> = fc.record({
  ticket: drawText(400),
  turns: fc.array(
    fc.record({
      says: drawText(200),
      outputs: fc.array(drawText(3_000), { minLength: 1, maxLength: 2 }),
    }),
    { minLength: 20, maxLength: 30, size: "max" },
  ),
  contextTokens: fc.integer({ min: 2_500, max: 6_000 }),
  maxOutputTokens: fc.integer({ min: 1, max: 300 }),
  tokensPerCharacter: fc.double({ min: 0.15, max: 0.4, noNaN: true }),
});

test("by any tokenizer no request after the first report is too long, and errors after a trim go both ways", () => {
  let trimmed = 0;
  let tooLow = 0;
  fc.assert(
    fc.property(drawRun, (run) => {
      const driver = newDriver();
      runWorker(driver, run);
      const { calls } = contextOf(driver.state(), session, 0)!;
      const roomTokens = run.contextTokens! - run.maxOutputTokens;
      for (const [index, call] of calls.entries()) {
        if (index === 0) continue;
        expect(call.reportedTokens).toBeLessThanOrEqual(roomTokens);
        if (calls[index - 1]!.drops === call.drops) continue;
        trimmed++;
        if (call.error! < 0) tooLow++;
      }
    }),
    { numRuns: 60, seed: 20300104, endOnFailure: true },
  );
  expect(trimmed).toBeGreaterThan(100);
  expect(tooLow / trimmed).toBeGreaterThan(0.2);
  expect(tooLow / trimmed).toBeLessThan(0.8);
});
