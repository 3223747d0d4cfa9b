import { describe, expect, test } from "bun:test";
import { groupLedger, type LedgerGroups } from "../../../src/core/ledger/ledger-groups.ts";
import { fold } from "../../../src/core/reduce/reduce.ts";
import { usageReport } from "../../../src/reports/usage/usage-report.ts";
import { longLog } from "../../core/long-log.ts";
import { sheet } from "../paper.ts";

const state = fold(longLog({ sessions: 2, turnsEach: 3, outputCharacters: 4_000 }))!;
const groups = groupLedger(state);
const run = { runId: state.runId, epic: "Cross the sea", outcome: "done" } as const;
const report = (shown: LedgerGroups, columns: number) => usageReport(run, shown, sheet(columns));

describe("the text about usage", () => {
  test("begins with the run that it tells of", () => {
    expect(report(groups, 80)).toStartWith("Cross the sea\nrun long  ✓ done\n\nBy tier");
  });

  test("keeps to 40 columns by telling the cache with the input, under another name", () => {
    const lines = report(groups, 40).split("\n");
    expect(Math.max(...lines.map((line) => Bun.stringWidth(line)))).toBeLessThanOrEqual(40);
    const { inputTokens, cacheReadTokens, cacheWriteTokens } = groups.sum.total.usage;
    const input = (inputTokens + cacheReadTokens + cacheWriteTokens).toLocaleString("en-US");
    expect(lines.find((line) => line.startsWith("Sum"))).toContain(input);
    expect(
      lines.filter((line) => line.startsWith("By ")).every((line) => / All input /.test(line)),
    ).toBe(true);
  });

  test("tells each sort of token apart where there is room", () => {
    const text = report(groups, 120);
    for (const title of ["Input", "Cache read", "Cache write", "Output", "Thinking", "Cost"])
      expect(text).toContain(title);
    expect(text).toMatch(/^◐ T-1 attempt 1, running +3 /m);
  });

  test("tells how each attempt ended, and its tiers where there were several", () => {
    const [attempt] = groups.byAttempt;
    const [tier] = attempt!.byTier;
    const byTier = [tier!, { ...tier!, name: "tier4" }];
    const failed = { ...attempt!, outcome: "failed", byTier } as const;
    const text = report({ ...groups, byAttempt: [failed] }, 120);
    expect(text).toMatch(/^✗ T-0 attempt 1, failed +3 .*\n└ 3 Worker .*\n└ 4 QA /m);
  });

  test("says what was reported of calls that have no end, and whether any can still come", () => {
    const { total } = groups.sum;
    const open = { ...groups, sum: { ...groups.sum, underWay: total } };
    expect(usageReport({ ...run, outcome: "running" }, open, sheet(120))).toMatch(
      /^under way +6 /m,
    );
    expect(usageReport({ ...run, outcome: "interrupted" }, open, sheet(120))).toMatch(
      /^cut off +6 /m,
    );
    expect(report(groups, 120)).not.toMatch(/^(?:cut off|under way)/m);
  });

  test("has no number where a provider does not tell what it writes to its cache", () => {
    const [tier] = groups.byTier;
    const byTier = [{ ...tier!, reportsWrites: false }];
    const line = report({ ...groups, byTier }, 120)
      .split("\n")
      .find((row) => row.startsWith("3 W"));
    expect(line).toContain(" – ");
  });

  test("at 40 columns names attempts by number and outcome, and counts calls in the names of tries", () => {
    const text = report(groups, 40);
    expect(text).toMatch(/^T-0 #1 ◐ /m);
    expect(text).toMatch(/^6 comple\S* +[\d,]+/m);
    expect(text).toMatch(/^0 discarded|^0 discard…/m);
  });

  test("explains retries and repairs where there were any, and says that they are in the sums", () => {
    expect(report(groups, 120)).not.toContain("of these:");
    const { total } = groups.sum;
    const sum = { ...groups.sum, retried: total, repairs: total };
    const text = report({ ...groups, sum }, 120);
    expect(text).toMatch(/^of all: retries +6 /m);
    expect(text).toContain("A retry is a try after the first of its turn");
    expect(text).toContain("A repair is a planner's turn after its proposal was refused");
  });

  test("says what the cache saved, or that it didn't", () => {
    const withSaving = (savedUsd: number | null) =>
      report({ ...groups, sum: { ...groups.sum, total: { ...groups.sum.total, savedUsd } } }, 120);
    expect(withSaving(0.5)).toContain("The cache saved $0.5000");
    expect(withSaving(-0.5)).toContain("The cache cost $0.5000 more");
    expect(withSaving(null)).not.toContain("The cache ");
  });

  test("says at least what is known where a price is not", () => {
    const total = { ...groups.sum.total, costUsd: null, knownCostUsd: 0.0043 };
    const text = report({ ...groups, sum: { ...groups.sum, total } }, 120);
    expect(text).toMatch(/^Sum .* ≥ \$0\.0043$/m);
    expect(text).toContain("prices");
  });

  test("says so where no model was called", () => {
    const start = fold(longLog({ sessions: 0, turnsEach: 0, outputCharacters: 0 }))!;
    expect(report(groupLedger(start), 80)).toContain("No model has been called yet.\n");
  });
});
