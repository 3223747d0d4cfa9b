import { type Tier, tiers } from "../../core/ids.ts";
import type { ProjectedUsage } from "../../core/projection.ts";
import type { Paper } from "../../core/words/paper.ts";
import {
  allInputTokens,
  layoutFor,
  tierNames,
  type UsageLine,
  usageRows,
} from "./usage-columns.ts";

/** The table of tokens and cost by tier, with their sum. */
export function usageTable(
  usage: Readonly<Record<Tier, ProjectedUsage>>,
  paper: Paper,
): readonly string[] {
  const spoke = tiers
    .map((tier) => lineOf(tierNames[tier], usage[tier]))
    .filter((line) => allInputTokens(line) + line.outputTokens > 0);
  // A call in flight, or one that ended before a report, has no tokens here.
  if (spoke.length === 0) return [paper.ink("dim", "No model reported any tokens.")];
  const lines = spoke.length === 1 ? spoke : [...spoke, spoke.reduce(sum)];
  const table = { title: "Tier", lines };
  return usageRows(table, layoutFor([table], paper), paper).map((row, index) =>
    index > spoke.length ? paper.ink("bold", row) : row,
  );
}

function lineOf(name: string, usage: ProjectedUsage): UsageLine {
  return {
    ...usage,
    name,
    shortName: null,
    calls: null,
    thinkingTokens: null,
    knownCostUsd: usage.costUsd ?? 0,
  };
}

function sum(a: UsageLine, b: UsageLine): UsageLine {
  return {
    name: "Sum",
    shortName: null,
    calls: null,
    inputTokens: a.inputTokens + b.inputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWriteTokens: (a.cacheWriteTokens ?? 0) + (b.cacheWriteTokens ?? 0),
    outputTokens: a.outputTokens + b.outputTokens,
    thinkingTokens: null,
    costUsd: a.costUsd === null || b.costUsd === null ? null : a.costUsd + b.costUsd,
    knownCostUsd: a.knownCostUsd + b.knownCostUsd,
  };
}
