import { describe, expect, test } from "bun:test";
import { exactCount, exactReport } from "../../../src/reports/context/exact-count.ts";
import { sheet } from "../paper.ts";

describe("a provider's own count", () => {
  const shown = (estimatedTokens: number, exactTokens: number) =>
    exactReport(exactCount({ turn: 9, estimatedTokens, exactTokens }), sheet(200));

  test("stands beside the estimate, with how far that is off", () => {
    expect(exactCount({ turn: 9, estimatedTokens: 1_050, exactTokens: 1_000 }).error).toBeCloseTo(
      0.05,
    );
    expect(shown(1_050, 1_000)).toBe(
      "exactly 1,000 tokens in the prompt of turn 9, as the provider counts; the estimate is 1,050: 5.0% too high\n",
    );
    expect(shown(900, 1_000)).toContain("10.0% too low");
    expect(shown(1_000, 1_000)).toContain("0.0% off");
  });

  test("of nothing has no error", () => {
    expect(exactCount({ turn: 1, estimatedTokens: 5, exactTokens: 0 }).error).toBeNull();
    expect(shown(5, 0)).toEndWith("the estimate is 5\n");
  });

  test("keeps to 40 columns", () => {
    const exact = exactCount({ turn: 9, estimatedTokens: 1_234_567, exactTokens: 1_000_000 });
    for (const line of exactReport(exact, sheet(40)).split("\n"))
      expect(line.length).toBeLessThanOrEqual(40);
  });
});
