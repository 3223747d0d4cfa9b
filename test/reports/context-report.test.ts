import { describe, expect, test } from "bun:test";
import { contextSummaries } from "../../src/core/context-summary.ts";
import { contextOf, type ContextView } from "../../src/core/context-view.ts";
import { fold } from "../../src/core/reduce/reduce.ts";
import { contextBar, shareText, turnsText } from "../../src/reports/context-bar.ts";
import { contextList, contextReport } from "../../src/reports/context-report.ts";
import { colourInk } from "../../src/terminal/ink.ts";
import { paperFor } from "../../src/terminal/paper.ts";
import { longLog } from "../core/long-log.ts";
import { sheet } from "./paper.ts";

const state = fold(longLog({ sessions: 1, turnsEach: 6, outputCharacters: 2_000 }))!;
const [session] = state.sessions.keys();
const whole = contextOf(state, session!, state.nowMs)!;

/** The sample as it were in a window of that size. */
const within = (limitTokens: number): ContextView => ({
  ...whole,
  limitTokens,
  utilisation: whole.estimatedTokens / limitTokens,
  headroomTokens: limitTokens - whole.replyTokens - whole.estimatedTokens,
});

const paint = paperFor({ ink: colourInk, columns: () => 100 });

describe("the bar", () => {
  const colourOf = (share: number) =>
    (["green", "yellow", "red"] as const).find((style) =>
      contextBar(share, 10, paint).startsWith(colourInk(style, "━".repeat(Math.round(share * 10)))),
    );

  test("is green below a half, yellow up to four fifths, and red above", () => {
    expect([0.1, 0.4, 0.49].map(colourOf)).toEqual(["green", "green", "green"]);
    expect([0.5, 0.6, 0.8].map(colourOf)).toEqual(["yellow", "yellow", "yellow"]);
    expect([0.81, 0.9, 1].map(colourOf)).toEqual(["red", "red", "red"]);
  });

  test("says as much without colour, and never more than it has room for", () => {
    expect(contextBar(0.5, 10, sheet(80))).toBe("━━━━━─────");
    expect(contextBar(1.7, 10, sheet(80))).toBe("━━━━━━━━━━");
    expect(contextBar(0, 10, sheet(80))).toBe("──────────");
    expect(contextBar(0.001, 10, sheet(80))).toBe("━─────────");
  });

  test("has a share beside it that is not rounded into another level", () => {
    expect([0.004, 0.37, 0.496, 0.802, 1.12].map(shareText)).toEqual([
      "0.4%",
      "37%",
      "49.6%",
      "80.2%",
      "112%",
    ]);
  });
});

test("turns are named in ranges", () => {
  expect(turnsText([])).toBe("");
  expect(turnsText([3])).toBe("3");
  expect(turnsText([1, 2, 3, 5, 7, 8])).toBe("1–3, 5, 7–8");
});

describe("the report on a session", () => {
  test("keeps to 40 columns", () => {
    const warned: ContextView = {
      ...within(whole.estimatedTokens),
      nextCall: { type: "trims", results: [1, 2, 3], turns: [4], estimatedTokens: 1_000 },
    };
    for (const view of [whole, warned]) {
      const lines = contextReport(view, sheet(40), 9).split("\n");
      expect(Math.max(...lines.map((line) => Bun.stringWidth(line)))).toBeLessThanOrEqual(40);
    }
  });

  test("names the turns that the next call would drop", () => {
    const trims = { type: "trims", results: [2, 3], turns: [1], estimatedTokens: 1_234 } as const;
    expect(contextReport({ ...whole, nextCall: trims }, sheet(200), 9)).toContain(
      "▲ The next call would drop turn 1 and the tool output of turns 2–3, and take about 1,234.",
    );
    const fails = { type: "exceeded", estimatedTokens: 9_876 } as const;
    expect(contextReport({ ...whole, nextCall: fails }, sheet(200), 9)).toContain("would fail");
    expect(contextReport(whole, sheet(200), 9)).not.toContain("▲");
  });

  test("shows no bar where the window is unknown, and says how to set it", () => {
    const view = { ...whole, limitTokens: null, utilisation: null, headroomTokens: null };
    const text = contextReport(view, sheet(40), 9);
    expect(text).not.toContain("━");
    expect(text.replaceAll("\n", " ")).toContain("contextTokens in rehearsal.config.ts sets it");
  });

  test("shows as many messages as fit, the last ones, and says how many it does not show", () => {
    const rows = (rowsMax: number) => contextReport(whole, sheet(100), rowsMax);
    expect(rows(5)).toContain("8 earlier messages are not shown; --all shows them.");
    expect(
      rows(5)
        .split("\n")
        .filter((line) => /^ *\d+ .*(?:user|assistant)/.test(line)),
    ).toHaveLength(5);
    expect(rows(Infinity)).not.toContain("--all");
    expect(
      rows(Infinity)
        .split("\n")
        .filter((line) => /^ *\d+ .*(?:user|assistant)/.test(line)),
    ).toHaveLength(13);
  });

  test("obeys nothing that a name holds", () => {
    const view = { ...whole, model: "evil\u001b[2Jmodel" };
    expect(contextReport(view, sheet(100), 9)).not.toContain("\u001b");
  });
});

test("a list of sessions has a line each, with how full they are where that is known", () => {
  const many = fold(longLog({ sessions: 3, turnsEach: 1, outputCharacters: 100 }))!;
  const summaries = contextSummaries(many).map((one, index) => ({
    ...one,
    utilisation: [0.25, null, 0.9][index]!,
  }));
  const lines = contextList(summaries, sheet(100)).trimEnd().split("\n");
  expect(lines).toHaveLength(4);
  expect(lines[1]).toContain("25%");
  expect(lines[2]).not.toContain("%");
  expect(lines[3]).toContain("━━━━━━━━━─");
  for (const line of contextList(summaries, sheet(40)).split("\n"))
    expect(Bun.stringWidth(line)).toBeLessThanOrEqual(40);
});
