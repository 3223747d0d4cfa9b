import { describe, expect, test } from "bun:test";
import { usageText } from "../../src/commands/show-usage.ts";
import { groupLedger } from "../../src/core/ledger-groups.ts";
import { fold } from "../../src/core/reduce/reduce.ts";
import { longLog } from "../core/long-log.ts";
import { sheet } from "../reports/paper.ts";

const groups = groupLedger(fold(longLog({ sessions: 2, turnsEach: 3, outputCharacters: 4_000 }))!);

describe("the text about usage", () => {
  test("keeps to 40 columns by telling the cache with the input", () => {
    const lines = usageText(groups, sheet(40)).split("\n");
    expect(Math.max(...lines.map((line) => Bun.stringWidth(line)))).toBeLessThanOrEqual(40);
    const { inputTokens, cacheReadTokens, cacheWriteTokens } = groups.sum.total.usage;
    const input = (inputTokens + cacheReadTokens + cacheWriteTokens).toLocaleString("en-US");
    expect(lines.find((line) => line.startsWith("all"))).toContain(input);
  });

  test("tells each sort of token apart where there is room", () => {
    const text = usageText(groups, sheet(120));
    for (const title of ["Input", "Cache read", "Cache write", "Output", "Thinking", "Cost"])
      expect(text).toContain(title);
    expect(text).toMatch(/^T-1 attempt 1 +3 /m);
  });

  test("says so where no model was called", () => {
    const start = fold(longLog({ sessions: 0, turnsEach: 0, outputCharacters: 0 }))!;
    expect(usageText(groupLedger(start), sheet(80))).toBe("No model has been called yet.\n");
  });
});
