import { realClock } from "../clock/real-clock.ts";
import type { Tier } from "../core/ids.ts";
import { groupLedger, type LedgerGroups, type SpendingGroup } from "../core/ledger-groups.ts";
import { fold } from "../core/reduce/reduce.ts";
import type { Usage } from "../core/usage.ts";
import type { Paper } from "../reports/paper.ts";
import { type Column, tableRows, tableWidth } from "../reports/table.ts";
import { costText } from "../reports/usage-table.ts";
import { hasState, openStateDirectory } from "../store/state-directory.ts";
import { findRun, noRuns } from "./find-run.ts";
import { print, printJson } from "./output.ts";
import { findRepository } from "./project.ts";
import { refusal } from "./refusal.ts";
import { paperOn, type Telling } from "./stage.ts";

/** The ledger of a run: who took which tokens, and what that cost. */
export async function showUsage(
  wanted: string,
  directory: string,
  telling: Telling,
): Promise<void> {
  const { root } = await findRepository(directory);
  if (!hasState(root)) throw noRuns();
  const stored = openStateDirectory(root, { clock: realClock });
  try {
    const { runId } = findRun(stored.listRuns(), wanted);
    const state = fold(stored.readEvents(runId));
    if (state === null)
      throw refusal(`Nothing of run ${runId} has been recorded yet. Look again in a moment.`);
    const groups = groupLedger(state);
    if (telling === "json") printJson({ runId, ...groups });
    else print(usageText(groups, paperOn(process.stdout)));
  } finally {
    stored.close();
  }
}

export function usageText(groups: LedgerGroups, paper: Paper): string {
  const { sum } = groups;
  if (sum.total.calls === 0) return "No model has been called yet.\n";
  const sections = [
    section("By tier", [...groups.byTier.map(named), sum], paper),
    section("By track", groups.byTrack, paper),
    section("By ticket", groups.byTicket, paper),
    section("By attempt", groups.byAttempt, paper),
    section("By model", groups.byModel, paper),
    triesOf(sum, paper),
  ];
  return `${sections.map((rows) => rows.join("\n")).join("\n\n")}\n`;
}

const tierNames: Readonly<Record<Tier, string>> = {
  tier1: "1 Orchestrator",
  tier2: "2 Tech Lead",
  tier3: "3 Worker",
  tier4: "4 QA",
};

const named = (group: SpendingGroup): SpendingGroup => ({
  ...group,
  name: tierNames[group.name as Tier],
});

interface Line {
  readonly name: string;
  readonly calls: number;
  readonly usage: Usage;
  readonly costUsd: number | null;
}

const number = (amount: number) => amount.toLocaleString("en-US");
const tokens = (title: string, of: (usage: Usage) => number): Column<Line> => ({
  title,
  align: "right",
  cell: ({ usage }) => number(of(usage)),
});
const calls: Column<Line> = { title: "Calls", align: "right", cell: (row) => number(row.calls) };
const output = tokens("Output", (usage) => usage.outputTokens);
const cost: Column<Line> = {
  title: "Cost",
  align: "right",
  cell: (row) => costText(row.costUsd),
};

const full: readonly Column<Line>[] = [
  calls,
  tokens("Input", (usage) => usage.inputTokens),
  tokens("Cache read", (usage) => usage.cacheReadTokens),
  tokens("Cache write", (usage) => usage.cacheWriteTokens),
  output,
  tokens("Thinking", (usage) => usage.thinkingTokens),
  cost,
];
/** Where there is no room, what the cache read and wrote stands with the input. */
const narrow: readonly Column<Line>[] = [
  tokens("Input", (usage) => usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens),
  output,
  cost,
];

function table(title: string, lines: readonly Line[], paper: Paper): readonly string[] {
  const name: Column<Line> = { title, align: "left", cell: (row) => paper.cleanLine(row.name) };
  const columns =
    tableWidth([name, ...full], lines) <= paper.columns() ? [name, ...full] : [name, ...narrow];
  return tableRows(columns, lines, paper);
}

function section(title: string, groups: readonly SpendingGroup[], paper: Paper): readonly string[] {
  return table(
    title,
    groups.map(({ name, total }) => ({ name, ...total })),
    paper,
  );
}

/** Discarded calls cost too; a retry is a try after the first of its turn, however it ended. */
function triesOf(
  { completed, discarded, retried }: SpendingGroup,
  paper: Paper,
): readonly string[] {
  return table(
    "By outcome",
    [
      { name: "completed", ...completed },
      { name: "discarded", ...discarded },
      { name: "of all: retries", ...retried },
    ],
    paper,
  );
}
