import { describe, expect, test } from "bun:test";
import { type ContextSummary, contextSummaries } from "../../../src/core/window/context-summary.ts";
import { fold } from "../../../src/core/reduce/reduce.ts";
import { contextList, foldedList } from "../../../src/reports/context/context-list.ts";
import { longLog } from "../../core/long-log.ts";
import { sheet } from "../paper.ts";

const state = fold(longLog({ sessions: 3, turnsEach: 1, outputCharacters: 100 }))!;
const summaries = contextSummaries(state).map((one, index) => ({
  ...one,
  utilisation: [0.25, null, 0.9][index]!,
}));

const list = (output: readonly ContextSummary[], shownId: string | null, columns: number) =>
  contextList({ summaries: output, shownId, standing: "running" }, sheet(columns));

describe("the list of sessions", () => {
  test("has a line each, with how full they are where that is known", () => {
    const lines = list(summaries, "tier3:T-2:1", 100);
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain("25.0%");
    expect(lines[2]).not.toContain("%");
    expect(lines[3]).toContain("90.0%!  ━━━━━━━━━─");
  });

  test("marks the one that is told of", () => {
    const lines = list(summaries, "tier3:T-2:1", 100);
    expect(lines.map((line) => line.startsWith("›"))).toEqual([false, false, false, true]);
  });

  test("says why one failed", () => {
    const failure = { code: "context-exceeded", message: "too much" } as const;
    const lines = list([{ ...summaries[0]!, failure }], null, 100);
    expect(lines[1]).toEndWith("failed: context-exceeded");
  });

  test("tells the prompt's tokens where neither a window is known nor a column is left for them", () => {
    const tokens = summaries[1]!.reportedTokens!.toLocaleString("en-US");
    expect(list(summaries, null, 40)[2]).toMatch(new RegExp(`^ *${tokens} `));
    expect(list(summaries, null, 100)[2]).toContain("?");
    const silent = { ...summaries[1]!, reportedTokens: null };
    expect(list([silent], null, 40)[1]).toMatch(/^ *\? /);
  });

  test("heads what was reported of the last call by its name: a bar tells of the next one", () => {
    expect(list(summaries, null, 100)[0]).toContain("Last call");
    expect(list(summaries, null, 40)[0]).toStartWith("Last call");
  });

  test("says that sessions were cut off with their process", () => {
    const calling = { ...summaries[0]!, phase: "calling" } as const;
    const output = { summaries: [calling], shownId: null };
    const statusOf = (standing: "running" | "waiting" | "interrupted") =>
      contextList({ ...output, standing }, sheet(100))[1]!
        .split(/  +/)
        .at(-1);
    expect([statusOf("running"), statusOf("waiting"), statusOf("interrupted")]).toEqual([
      "calling",
      "calling",
      "cut off",
    ]);
  });

  test("counts those that are closed in a line where it is folded, but for the one that is told of", () => {
    const closed = summaries.map((one) => ({ ...one, phase: "closed" as const }));
    const shown = [...closed, { ...summaries[0]!, sessionId: "tier3:T-9:1" as never }];
    const output = { summaries: shown, shownId: "tier3:T-2:1", standing: "running" } as const;
    const lines = foldedList(output, sheet(100));
    expect(lines).toHaveLength(4);
    expect(lines[1]).toStartWith("› tier3:T-2:1");
    expect(lines[2]).toContain("tier3:T-9:1");
    expect(lines[3]).toBe("  2 closed");
    expect(foldedList({ ...output, summaries }, sheet(100))).toEqual(
      contextList({ ...output, summaries }, sheet(100)),
    );
  });

  test("keeps to its columns, and how full they are is never cut", () => {
    for (const columns of [20, 40, 60])
      for (const line of list(summaries, null, columns).slice(1)) {
        expect(Bun.stringWidth(line)).toBeLessThanOrEqual(columns);
        expect(line).toMatch(/%|\d/);
      }
  });
});
