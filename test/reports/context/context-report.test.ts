import { describe, expect, test } from "bun:test";
import type { ContextView } from "../../../src/core/window/context-view.ts";
import { contextFrame, contextReport } from "../../../src/reports/context/context-report.ts";
import { sheet } from "../paper.ts";
import { sampleSummaries, sampleView, shownContext, within } from "../sample-context.ts";

const report = (view: ContextView, columns = 200, heightMax = 40) =>
  contextReport(shownContext(view), { order: "turn", heightMax }, sheet(columns));
const flat = (text: string) => text.replaceAll(/\s+/g, " ");

describe("the report on a session", () => {
  test("begins with the run that it tells of", () => {
    expect(report(sampleView)).toStartWith("Cross the sea\nrun long  ◐ running\n\n");
  });

  test("keeps to 40 columns", () => {
    const warned: ContextView = {
      ...within(sampleView.estimatedTokens),
      nextCall: { type: "trims", results: [1, 2, 3], turns: [4], estimatedTokens: 1_000 },
    };
    const unknown: ContextView = { ...sampleView, limitTokens: null, utilisation: null };
    for (const view of [sampleView, warned, unknown]) {
      const lines = report(view, 40).split("\n");
      expect(Math.max(...lines.map((line) => Bun.stringWidth(line)))).toBeLessThanOrEqual(40);
    }
  });

  test("prints what to write where the window is unknown, and no bar", () => {
    const view = { ...sampleView, limitTokens: null, utilisation: null, headroomTokens: null };
    const text = report(view, 100);
    expect(text).not.toContain("━");
    expect(flat(text)).toContain(
      'windows: { "model": { contextTokens: 32_000, maxOutputTokens: 4_000 } }',
    );
  });

  test("says why a session failed", () => {
    const failure = { code: "context-exceeded", message: "too\u001b[2J much" } as const;
    expect(report({ ...sampleView, failure })).toContain("✗ context-exceeded: too much");
  });

  test("tells of a session that is over neither what can be added nor how long the cache is kept", () => {
    const open = report({ ...within(9_000), nextCall: { type: "fits" } });
    expect(open).toContain("more before it trims");
    expect(open).toContain("kept for");
    const closed = report({ ...within(9_000), nextCall: { type: "none" } });
    expect(closed).not.toContain("more before it trims");
    expect(closed).not.toContain("kept for 5 min");
  });

  test("says which attempt is shown where a ticket has had several, and as of which turn", () => {
    const shown = { ...shownContext(), attempts: 2, turn: 3 };
    const text = contextReport(shown, { order: "turn", heightMax: 40 }, sheet(100));
    expect(text).toContain("attempt 1 of 2");
    expect(text).toContain("right before the call of turn 3");
  });

  test("shows as many messages as fit, and never fewer than a few", () => {
    const messages = (heightMax: number) =>
      report(sampleView, 100, heightMax)
        .split("\n")
        .filter((line) => /[→←“]/.test(line)).length;
    expect(messages(Infinity)).toBe(13);
    expect(messages(1)).toBe(4);
    expect(report(sampleView, 100, 1)).toContain("9 earlier messages not shown; --all shows them");
    const lines = report(sampleView, 100, 24).trimEnd().split("\n");
    expect(lines).toHaveLength(24);
  });

  test("obeys nothing that a name or a message holds", () => {
    const [first, ...others] = sampleView.rows;
    const rows = [{ ...first!, text: "evil\u001b]0;owned\u0007" }, ...others];
    const text = report({ ...sampleView, model: "evil\u001b[2Jmodel", rows }, 100);
    expect(text).toContain("“evil");
    expect(text).not.toContain("\u001b");
  });
});

describe("a frame of a screen", () => {
  const frame = (height: number, columns = 80) =>
    contextFrame(
      {
        ...shownContext({ ...within(4_500), nextCall: { type: "fits" } }),
        summaries: [...sampleSummaries, ...sampleSummaries],
      },
      { order: "turn", height, hint: "Ctrl-C ends" },
      sheet(columns),
    );
  const isBar = (row: string) => /━.*%!? of 4,500/.test(row);

  test("never has more rows or columns than the screen, and always the bar", () => {
    for (const columns of [40, 80, 120])
      for (let height = 1; height <= 50; height++) {
        const rows = frame(height, columns);
        expect(rows.length).toBeLessThanOrEqual(height);
        expect(rows.filter(isBar)).toHaveLength(1);
        for (const row of rows) expect(Bun.stringWidth(row)).toBeLessThanOrEqual(columns);
      }
  });

  test("folds sessions that are closed before a long list pushes out what it leads to", () => {
    const many = Array.from({ length: 9 }, (_, index) => ({
      ...sampleSummaries[0]!,
      sessionId: `tier3:T-${index + 1}:1` as never,
      phase: "closed" as const,
    }));
    const rowsAt = (height: number) =>
      contextFrame(
        { ...shownContext(sampleView), summaries: [...sampleSummaries, ...many] },
        { order: "turn", height, hint: "Ctrl-C ends" },
        sheet(40),
      );
    const tight = rowsAt(30);
    expect(tight.length).toBeLessThanOrEqual(30);
    expect(tight).toContain("  9 closed");
    expect(tight.filter((row) => /[→←]/.test(row)).length).toBeGreaterThan(2);
    expect(tight.join(" ")).toMatch(/system .* history .* cache /);
    expect(rowsAt(60).filter((row) => row.includes("tier3:T-"))).toHaveLength(11);
  });

  test("has every message where there is room, and gives messages up before anything else", () => {
    const all = frame(50);
    expect(all.filter((row) => /[→←]/.test(row))).toHaveLength(12);
    expect(all.at(-1)).toBe("Ctrl-C ends");
    const without = all.filter((row) => !/[→←“]|^ *#/.test(row)).length - 1;
    const tight = frame(without);
    expect(tight.some((row) => /[→←]/.test(row))).toBe(false);
    expect(tight.some((row) => row.startsWith("system "))).toBe(true);
    expect(tight.at(-1)).toBe("Ctrl-C ends");
  });

  test("uses what is there: messages fill it to the last row but one", () => {
    const rows = frame(30);
    expect(rows).toHaveLength(30);
    expect(rows.some((row) => /\d+ earlier messages? not shown/.test(row))).toBe(true);
  });

  test("keeps what would go wrong as long as the bar has company", () => {
    const view: ContextView = {
      ...within(4_500),
      nextCall: { type: "exceeded", estimatedTokens: 5_000 },
    };
    const rows = contextFrame(
      shownContext(view),
      { order: "turn", height: 2, hint: "" },
      sheet(120),
    );
    expect(rows[1]).toContain("▲ The next call would fail");
  });
});
