import type { Tier } from "../../core/ids.ts";
import type { Paper } from "../paper.ts";
import { type Column, tableRows, tableWidth } from "../table.ts";

/** Tokens as everywhere: `inputTokens` are those that the cache neither read nor wrote. */
export interface UsageLine {
  readonly name: string;
  /**
   * What stands instead where the name is too long, or calls have no column: its head is what is cut.
   * `null` where there is none.
   */
  readonly shortName: { readonly head: string; readonly tail: string } | null;
  /** `null` where calls are not told. */
  readonly calls: number | null;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  /** `null` where the provider does not tell it. */
  readonly cacheWriteTokens: number | null;
  readonly outputTokens: number;
  /** Of the output; `null` where it is not told. */
  readonly thinkingTokens: number | null;
  readonly costUsd: number | null;
  /** Of models whose price is known. */
  readonly knownCostUsd: number;
}

export const tierNames: Readonly<Record<Tier, string>> = {
  tier1: "1 Orchestrator",
  tier2: "2 Tech Lead",
  tier3: "3 Worker",
  tier4: "4 QA",
};

/** What tables of tokens have. Chosen for all of them at once, so that a column means the same in each. */
export interface UsageLayout {
  readonly columns: readonly Column<UsageLine>[];
  /** A longer name is cut: numbers never are. */
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

/** From what says most to what says least: where there is no room, the parts of the input stand as one. */
const layouts: readonly (readonly Column<UsageLine>[])[] = [
  [calls, input, read, written, output, thinking, cost],
  [input, read, written, output, cost],
  [calls, all, output, cost],
  [all, output, cost],
];
const narrowest: readonly Column<UsageLine>[] = [all, cost];
const gapColumns = 2;
/** Before the output goes, names are cut down to this. */
const nameColumnsMin = 10;

/** The fullest layout in which no number of any of these tables is cut. */
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

/** One of the tables; `title` stands above its names. */
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

/** Dollars, with more digits where they are few. */
export function costText(costUsd: number | null): string {
  if (costUsd === null) return "unknown";
  return `$${costUsd.toFixed(costUsd >= 1 ? 2 : 4)}`;
}

/** Where one price is unknown, what is known is still the least that it cost. */
export function lineCostText({ costUsd, knownCostUsd }: UsageLine): string {
  return costUsd === null && knownCostUsd > 0 ? `≥ ${costText(knownCostUsd)}` : costText(costUsd);
}
