import { describe, expect, test } from "bun:test";
import { costText, usageTable } from "../../src/reports/usage-table.ts";
import { sheet } from "./paper.ts";
import { usage } from "./sample-projection.ts";

describe("the table of tokens", () => {
  test("sums no cost where one is unknown", () => {
    const rows = usageTable(
      {
        tier1: usage({ inputTokens: 10, costUsd: 0.5 }),
        tier2: usage(),
        tier3: usage({ inputTokens: 20, outputTokens: 3, costUsd: null }),
        tier4: usage(),
      },
      sheet(40),
    );
    expect(rows).toEqual([
      "Tier            Input  Output     Cost",
      "1 Orchestrator     10       0  $0.5000",
      "3 Worker           20       3  unknown",
      "Sum                30       3  unknown",
    ]);
  });

  test("needs no sum of one tier", () => {
    const only = {
      tier1: usage({ inputTokens: 1 }),
      tier2: usage(),
      tier3: usage(),
      tier4: usage(),
    };
    expect(usageTable(only, sheet(100))).toHaveLength(2);
  });

  test("shows small costs with more digits", () => {
    expect([costText(0.00123), costText(12.3456), costText(null)]).toEqual([
      "$0.0012",
      "$12.35",
      "unknown",
    ]);
  });
});
