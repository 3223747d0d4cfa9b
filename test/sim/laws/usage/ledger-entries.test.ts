import { expect, test } from "bun:test";
import { tiers } from "../../../../src/core/ids.ts";
import { fold } from "../../../../src/core/reduce/reduce.ts";
import { checkEntries } from "../../../../src/sim/laws/usage/ledger-entries.ts";
import { noTokens } from "../../../../src/sim/laws/usage/token-sums.ts";
import { judgeBy } from "../../../../src/sim/laws/verdict.ts";
import {
  breachesOf,
  called,
  came,
  completed,
  discarded,
  logOf,
  opened,
  started,
  text,
} from "../hand-made.ts";

const usage = { ...noTokens, inputTokens: 10, outputTokens: 5, cacheWriteTokens: 100 };
const log = logOf(
  started(),
  opened(),
  called(),
  came(3, [text("do")], usage),
  discarded(3, "crashed"),
  called(2),
  came(6, [text("done")], usage, 2),
  completed(6, 2),
);
const twice = { ...noTokens, inputTokens: 20, outputTokens: 10, cacheWriteTokens: 200 };

/** What is wrong with the ledger of that log after a change to its session's entry or to its sums. */
function breaches(change: Readonly<Record<string, unknown>>, prices = {}): string {
  const { ledger } = fold(log)!;
  const [entry] = ledger.entries.values();
  for (const [member, value] of Object.entries(change))
    Object.assign(member in entry! ? entry! : ledger, { [member]: value });
  const sums = new Map(tiers.map((tier) => [tier, tier === "tier1" ? twice : noTokens]));
  return breachesOf(judgeBy((findings) => checkEntries(ledger, log, { sums, prices }, findings)));
}

test("an entry tells of all calls of its session, and of those that were thrown away or tried again", () => {
  expect(breaches({})).toBe("");
  expect(breaches({ discardedUsage: twice })).toContain("discardedUsage has 20 inputTokens");
  expect(breaches({ retriedCalls: 0 })).toContain("0 retriedCalls; the log has 1");
  expect(breaches({ completedCalls: 2 })).toContain("2 completedCalls; the log has 1");
  expect(breaches({ usedTokens: 30 })).toContain("30 tokens in all; 230 were reported");
});

test("dollars are those of each sort of token, and unknown where a price is", () => {
  const { model } = [...fold(log)!.ledger.entries.values()][0]!;
  const price = { inputUsd: 1, outputUsd: 2, cacheReadUsd: 3, cacheWriteUsd: 4 };
  expect(breaches({ usedUsd: 0.00084 }, { [model]: price })).toBe("");
  expect(breaches({ usedUsd: 0.00064 }, { [model]: price })).toContain("its calls cost 0.00084");
  expect(breaches({ usedUsd: 0 })).toContain("its calls cost null");
});
