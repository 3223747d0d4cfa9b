import { describe, expect, test } from "bun:test";
import {
  costText,
  layoutFor,
  type UsageLine,
  usageRows,
  type UsageTable,
} from "../../../src/reports/usage/usage-columns.ts";
import { sheet } from "../paper.ts";

const line = (name: string, members: Partial<UsageLine> = {}): UsageLine => ({
  name,
  shortName: null,
  calls: 12,
  inputTokens: 1_234_567,
  cacheReadTokens: 89_123_456,
  cacheWriteTokens: 2_345_678,
  outputTokens: 345_678,
  thinkingTokens: 9_012,
  costUsd: 123.45,
  knownCostUsd: 123.45,
  ...members,
});
const tables: readonly UsageTable[] = [
  { title: "By tier", lines: [line("3 Worker", { inputTokens: 0 })] },
  { title: "By attempt", lines: [line("a-ticket-with-a-long-name attempt 12")] },
];
const allRows = (columns: number) => {
  const layout = layoutFor(tables, sheet(columns));
  return tables.map((table) => usageRows(table, layout, sheet(columns)));
};

describe("tables of tokens", () => {
  test("have the same columns, so that a title means the same in each", () => {
    for (let columns = 24; columns <= 140; columns++) {
      const heads = allRows(columns).map(([head]) => head!.replace(/^By \S+ +/, ""));
      expect(new Set(heads.map((head) => head.split(/  +/).join())).size).toBe(1);
      const hasParts = heads[0]!.includes("Cache read");
      expect(/(?:^| )Input/.test(heads[0]!)).toBe(hasParts);
      expect(heads[0]!.includes("All input")).toBe(!hasParts);
    }
  });

  test("never cut a number, and keep to the paper: names give way", () => {
    for (let columns = 28; columns <= 140; columns++)
      for (const rows of allRows(columns))
        for (const [index, row] of rows.entries()) {
          expect(Bun.stringWidth(row)).toBeLessThanOrEqual(columns);
          if (index > 0) expect(row).toEndWith("$123.45");
        }
  });

  test("have short names where there is no room: what tells lines apart stays", () => {
    const attempt = line("✗ count-2 attempt 1, failed", {
      shortName: { head: "count-2", tail: " #1 ✗" },
    });
    const few = { calls: 3, inputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };
    const lines = [{ ...attempt, ...few }];
    const rowAt = (columns: number) => {
      const table = { title: "By attempt", lines };
      return usageRows(table, layoutFor([table], sheet(columns)), sheet(columns))[1]!;
    };
    expect(rowAt(140)).toStartWith("✗ count-2 attempt 1, failed ");
    expect(rowAt(50)).toStartWith("count-2 #1 ✗ ");
    expect(rowAt(40)).toMatch(/^c\S*… #1 ✗ /);
  });

  test("tell all where there is room", () => {
    const [head] = allRows(140)[0]!;
    expect(head!.trim().split(/  +/)).toEqual([
      "By tier",
      "Calls",
      "Input",
      "Cache read",
      "Cache write",
      "Output",
      "Thinking",
      "Cost",
    ]);
  });
});

test("small costs have more digits", () => {
  expect([costText(0.00123), costText(12.3456), costText(null)]).toEqual([
    "$0.0012",
    "$12.35",
    "unknown",
  ]);
});
