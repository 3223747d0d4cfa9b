import { expect, test } from "bun:test";
import { contextSummaries } from "../../../src/core/window/context-summary.ts";
import { contextOf } from "../../../src/core/window/context-view.ts";
import { fold } from "../../../src/core/reduce/reduce.ts";
import { longLog } from "../long-log.ts";

/** 2,000 turns, whose texts come to five million tokens. */
const shapes = [
  { sessions: 40, turnsEach: 50, outputCharacters: 10_000 },
  { sessions: 1, turnsEach: 2_000, outputCharacters: 10_000 },
];

for (const shape of shapes) {
  test(`a log of 2,000 turns is told in proportion to what is shown: ${shape.sessions} sessions`, () => {
    const log = longLog(shape);
    const startNs = Bun.nanoseconds();
    const state = fold(log)!;
    const id = [...state.sessions.keys()].at(-1)!;
    const view = contextOf(state, id, state.nowMs)!;
    const summaries = contextSummaries(state);
    const elapsedMs = (Bun.nanoseconds() - startNs) / 1e6;
    // Printed and not asserted: a time on a busy machine proves nothing.
    console.log(`folded and told in ${elapsedMs.toFixed(0)} ms`);
    expect(summaries).toHaveLength(shape.sessions);
    expect(view.rows).toHaveLength(2 * shape.turnsEach + 1);
    expect(view.calls).toHaveLength(shape.turnsEach);
    // Two rows that say what they are, and a call of the chart: nothing of the 10,000 characters behind them.
    expect(JSON.stringify(view).length).toBeLessThan(900 * (shape.turnsEach + 10));
  });
}

test("what each turn adds to the view is the same, however long the session is", () => {
  const sizeOf = (turnsEach: number) => {
    const state = fold(longLog({ sessions: 1, turnsEach, outputCharacters: 4_000 }))!;
    const [id] = state.sessions.keys();
    return JSON.stringify(contextOf(state, id!, state.nowMs)).length / turnsEach;
  };
  expect(sizeOf(1_000) / sizeOf(100)).toBeLessThan(1.2);
});
