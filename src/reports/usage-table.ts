import { type Tier, tiers } from "../core/ids.ts";
import type { ProjectedUsage } from "../core/projection.ts";
import type { Paper } from "./paper.ts";
import { type Column, tableRows, tableWidth } from "./table.ts";

interface UsageRow extends ProjectedUsage {
  readonly name: string;
}

const tierNames: Readonly<Record<Tier, string>> = {
  tier1: "1 Orchestrator",
  tier2: "2 Tech Lead",
  tier3: "3 Worker",
  tier4: "4 QA",
};

const number = (amount: number) => amount.toLocaleString("en-US");
const cost: Column<UsageRow> = {
  title: "Cost",
  align: "right",
  cell: (row) => costText(row.costUsd),
};
const name: Column<UsageRow> = { title: "Tier", align: "left", cell: (row) => row.name };
const output: Column<UsageRow> = {
  title: "Output",
  align: "right",
  cell: (row) => number(row.outputTokens),
};

const full: readonly Column<UsageRow>[] = [
  name,
  { title: "Input", align: "right", cell: (row) => number(row.inputTokens) },
  { title: "Cache read", align: "right", cell: (row) => number(row.cacheReadTokens) },
  { title: "Cache write", align: "right", cell: (row) => number(row.cacheWriteTokens) },
  output,
  cost,
];

/** Where there is no room, what the cache read and wrote stands with the input. */
const narrow: readonly Column<UsageRow>[] = [
  name,
  { title: "Input", align: "right", cell: (row) => number(allInput(row)) },
  output,
  cost,
];

/** Tokens and cost of each tier that spoke, and their sum. */
export function usageTable(
  usage: Readonly<Record<Tier, ProjectedUsage>>,
  paper: Paper,
): readonly string[] {
  const spoke = tiers
    .map((tier): UsageRow => ({ ...usage[tier], name: tierNames[tier] }))
    .filter((row) => allInput(row) + row.outputTokens > 0);
  if (spoke.length === 0) return [paper.ink("dim", "No model was called.")];
  const rows = spoke.length === 1 ? spoke : [...spoke, spoke.reduce(sum)];
  const columns = tableWidth(full, rows) <= paper.columns() ? full : narrow;
  return tableRows(columns, rows, paper).map((line, index) =>
    index > spoke.length ? paper.ink("bold", line) : line,
  );
}

/** Dollars, with more digits where they are few. */
export function costText(costUsd: number | null): string {
  if (costUsd === null) return "unknown";
  return `$${costUsd.toFixed(costUsd >= 1 ? 2 : 4)}`;
}

function allInput(usage: ProjectedUsage): number {
  return usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
}

function sum(a: UsageRow, b: UsageRow): UsageRow {
  return {
    name: "Sum",
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    costUsd: a.costUsd === null || b.costUsd === null ? null : a.costUsd + b.costUsd,
  };
}
