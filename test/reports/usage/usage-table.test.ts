import { describe, expect, test } from "bun:test";
import { usageTable } from "../../../src/reports/usage/usage-table.ts";
import { sheet } from "../paper.ts";
import { usage } from "../sample-projection.ts";

const some = {
  tier1: usage({ inputTokens: 10, cacheReadTokens: 5, cacheWriteTokens: 7, costUsd: 0.5 }),
  tier2: usage(),
  tier3: usage({ inputTokens: 20, outputTokens: 3, costUsd: null }),
  tier4: usage(),
};

describe("the table of tokens", () => {
  test("says of the cost at least what is known of it", () => {
    expect(usageTable(some, sheet(100))).toEqual([
      "Tier            Input  Cache read  Cache write  Output       Cost",
      "1 Orchestrator     10           5            7       0    $0.5000",
      "3 Worker           20           0            0       3    unknown",
      "Sum                30           5            7       3  ≥ $0.5000",
    ]);
  });

  test("has another name for input where it stands for all of it", () => {
    expect(usageTable(some, sheet(44))).toEqual([
      "Tier            All input  Output       Cost",
      "1 Orchestrator         22       0    $0.5000",
      "3 Worker               20       3    unknown",
      "Sum                    42       3  ≥ $0.5000",
    ]);
  });

  test("needs no sum of one tier", () => {
    const none = { tier2: usage(), tier3: usage(), tier4: usage() };
    expect(usageTable({ tier1: usage({ inputTokens: 1 }), ...none }, sheet(100))).toHaveLength(2);
  });
});
