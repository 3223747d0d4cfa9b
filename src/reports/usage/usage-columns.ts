import type { Tier } from "../../core/ids.ts";
import type { Paper } from "../../core/words/paper.ts";
import { type Column, tableRows, tableWidth } from "../table.ts";

/** A row of a table of tokens. `inputTokens` are input that was neither read from the cache nor written to it. */
export interface UsageLine {
  readonly name: string;
  /**
   * A shorter name for narrow tables, of which `head` is cut where it is still too long; `null` where there is
   * none.
   */
  readonly shortName: { readonly head: string; readonly tail: string } | null;
  /** `null` where the calls are not known. */
  readonly calls: number | null;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  /** `null` where the provider does not report it. */
  readonly cacheWriteTokens: number | null;
  readonly outputTokens: number;
  /** The part of the output that was thinking; `null` where the provider does not report it. */
  readonly thinkingTokens: number | null;
  readonly costUsd: number | null;
  /** The cost of the models whose prices are known. */
  readonly knownCostUsd: number;
}

export const tierNames: Readonly<Record<Tier, string>> = {
  tier1: "1 Orchestrator",
  tier2: "2 Tech Lead",
  tier3: "3 Worker",
  tier4: "4 QA",
};

/** The columns of tables of tokens, chosen for several tables at once, so that they have the same columns. */
export interface UsageLayout {
  readonly columns: readonly Column<UsageLine>[];
  /** Longer names are cut; numbers never are. */
  readonly nameColumnsMax: number;
}

const number = (amount: number | null) => (amount === null ? "" : amount.toLocaleString("en-US"));
const column = (title: string, of: (line: UsageLine) => number | null): Column<UsageLine> => ({
  title,
  align: "right",
  cell: (line) => number(of(line)),
});
const input = column("Input", (line) => line.inputTokens);
const read = column("Cache read", (line) => line.cacheReadTokens);
const written: Column<UsageLine> = {
  title: "Cache write",
  align: "right",
  cell: writtenText,
};
const output = column("Output", (line) => line.outputTokens);
const calls = column("Calls", (line) => line.calls);
const thinking = column("Thinking", (line) => line.thinkingTokens);
const all = column("All input", allInputTokens);
const cost: Column<UsageLine> = { title: "Cost", align: "right", cell: lineCostText };

/** Layouts from the fullest to the shortest; in short ones the parts of the input are one column. */
const layouts: readonly (readonly Column<UsageLine>[])[] = [
  [calls, input, read, written, output, thinking, cost],
  [input, read, written, output, cost],
  [calls, all, output, cost],
  [all, output, cost],
];
const narrowest: readonly Column<UsageLine>[] = [all, cost];
const gapColumns = 2;
/** Names are cut down to this before the column of the output is left out. */
const nameColumnsMin = 10;

/** The fullest layout with which every number of the tables fits the paper. */
export function layoutFor(tables: readonly UsageTable[], paper: Paper): UsageLayout {
  const lines = tables.flatMap((table) => table.lines);
  const titles = tables.map(({ title }) => title);
  const widest = (names: readonly string[]) =>
    Math.max(...[...titles, ...names].map((name) => Bun.stringWidth(paper.cleanLine(name))));
  const nameColumns = widest(lines.map(({ name }) => name));
  const shortColumns = widest(
    lines.map(({ name, shortName }) =>
      shortName === null ? name : `${shortName.head}${shortName.tail}`,
    ),
  );
  const tellsCalls = lines.every((line) => line.calls !== null);
  const candidates = tellsCalls ? layouts : layouts.map(withoutCalls);
  const spare = (columns: readonly Column<UsageLine>[]) =>
    paper.columns() - gapColumns - tableWidth(columns, lines);
  const columns =
    candidates.find((layout) => spare(layout) >= nameColumns) ??
    candidates.find((layout) => spare(layout) >= shortColumns) ??
    candidates.findLast((layout) => spare(layout) >= nameColumnsMin) ??
    narrowest;
  return { columns, nameColumnsMax: Math.max(1, spare(columns)) };
}

function withoutCalls(layout: readonly Column<UsageLine>[]): readonly Column<UsageLine>[] {
  return layout.filter((one) => one !== calls && one !== thinking);
}

/** A table of tokens; `title` is the heading of the column of names. */
export interface UsageTable {
  readonly title: string;
  readonly lines: readonly UsageLine[];
}

export function usageRows(
  { title, lines }: UsageTable,
  { columns, nameColumnsMax }: UsageLayout,
  paper: Paper,
): readonly string[] {
  const name: Column<UsageLine> = {
    title: paper.fit(title, nameColumnsMax),
    align: "left",
    cell: (line) => nameText(line, { columns, nameColumnsMax }, paper),
  };
  return tableRows([name, ...columns], lines, paper);
}

function nameText(
  { name, shortName }: UsageLine,
  { columns, nameColumnsMax }: UsageLayout,
  paper: Paper,
): string {
  const whole = paper.cleanLine(name);
  const isRoomy = columns.includes(calls) && Bun.stringWidth(whole) <= nameColumnsMax;
  if (shortName === null || isRoomy) return paper.fit(whole, nameColumnsMax);
  const { head, tail } = shortName;
  const headColumnsMax = Math.max(1, nameColumnsMax - Bun.stringWidth(tail));
  return paper.fit(`${paper.fit(paper.cleanLine(head), headColumnsMax)}${tail}`, nameColumnsMax);
}

export function allInputTokens(
  usage: Pick<UsageLine, "inputTokens" | "cacheReadTokens" | "cacheWriteTokens">,
): number {
  return usage.inputTokens + usage.cacheReadTokens + (usage.cacheWriteTokens ?? 0);
}

export function writtenText({ cacheWriteTokens }: Pick<UsageLine, "cacheWriteTokens">): string {
  return cacheWriteTokens === null ? "–" : number(cacheWriteTokens);
}

/** An amount of US dollars; small amounts have more digits. */
export function costText(costUsd: number | null): string {
  if (costUsd === null) return "unknown";
  return `$${costUsd.toFixed(costUsd >= 1 ? 2 : 4)}`;
}

/** The cost of a row; where some price is unknown, the known part as a lower bound. */
export function lineCostText({ costUsd, knownCostUsd }: UsageLine): string {
  return costUsd === null && knownCostUsd > 0 ? `≥ ${costText(knownCostUsd)}` : costText(costUsd);
}
