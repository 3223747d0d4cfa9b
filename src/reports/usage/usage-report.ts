import type { Tier } from "../../core/ids.ts";
import type { AttemptGroup, LedgerGroups, SpendingGroup } from "../../core/ledger/ledger-groups.ts";
import type { Projection } from "../../core/projection.ts";
import type { Paper } from "../../core/words/paper.ts";
import { runHeading } from "../run/run-heading.ts";
import {
  costText,
  layoutFor,
  tierNames,
  type UsageLine,
  usageRows,
  type UsageTable,
} from "./usage-columns.ts";

/** The text of `rehearsal show RUN --usage`: who took which tokens, and what they cost. */
export function usageReport(
  run: Pick<Projection, "runId" | "epic" | "outcome">,
  groups: LedgerGroups,
  paper: Paper,
): string {
  const heading = runHeading(run, paper);
  if (groups.sum.total.calls === 0) {
    return `${[...heading, "", "No model has been called yet."].join("\n")}\n`;
  }
  const tables = usageTables(groups, run.outcome);
  const layout = layoutFor(tables, paper);
  const note = (text: string) =>
    paper.wrap(text, paper.columns()).map((row) => paper.ink("dim", row));
  const sections = [
    heading,
    ...tables.map((table) => usageRows(table, layout, paper)),
    usageNotes(groups).flatMap(note),
  ];
  return `${sections.map((rows) => rows.join("\n")).join("\n\n")}\n`;
}

/** The tables of one ledger, grouped in several ways. Each but the last has the same sum. */
export function usageTables(
  groups: LedgerGroups,
  outcome: Projection["outcome"],
): readonly UsageTable[] {
  const { sum } = groups;
  const table = (title: string, list: readonly SpendingGroup[]): UsageTable => ({
    title,
    lines: list.map((group) => lineOf(group.name, group, "total")),
  });
  const tryLine = (name: string, part: Part): UsageLine => {
    const line = lineOf(name, sum, part);
    const head = `${sum[part].calls.toLocaleString("en-US")} ${name.replace("of all: ", "")}`;
    return { ...line, shortName: { head, tail: "" } };
  };
  return [
    table("By tier", [...groups.byTier.map(named), { ...sum, name: "Sum" }]),
    table("By track", groups.byTrack),
    table("By ticket", groups.byTicket),
    { title: "By attempt", lines: groups.byAttempt.flatMap(attemptLines) },
    table("By model", groups.byModel),
    table("By outcome", groups.byOutcome),
    {
      title: "By try",
      lines: [
        tryLine("completed", "completed"),
        tryLine("discarded", "discarded"),
        ...(sum.underWay.calls === 0
          ? []
          : [tryLine(outcome === "running" ? "under way" : "cut off", "underWay")]),
        ...(sum.retried.calls === 0 ? [] : [tryLine("of all: retries", "retried")]),
        ...(sum.repairs.calls === 0 ? [] : [tryLine("of all: repairs", "repairs")]),
        ...(sum.estimated.calls === 0 ? [] : [tryLine("of all: estimated", "estimated")]),
      ],
    },
  ];
}

/** Notes below the tables: what the columns mean, and whether the cache paid. */
export function usageNotes({ sum }: LedgerGroups): readonly string[] {
  const { savedUsd, usage } = sum.total;
  const isUnknown = sum.total.costUsd === null;
  return [
    ...(savedUsd === null || usage.cacheReadTokens + usage.cacheWriteTokens === 0
      ? []
      : [
          savedUsd >= 0
            ? `The cache saved ${costText(savedUsd)} of what the same input would have cost without it.`
            : `The cache cost ${costText(-savedUsd)} more than the same input would have cost without it.`,
        ]),
    ...(sum.underWay.calls === 0
      ? []
      : ["Calls that have no end yet count as far as the provider has reported on them."]),
    ...(sum.retried.calls === 0
      ? []
      : ["A retry is a try after the first of its turn, however it ended."]),
    ...(sum.repairs.calls === 0
      ? []
      : ["A repair is a planner's turn after its proposal was refused."]),
    ...(sum.estimated.calls === 0
      ? []
      : [
          "Of some calls the server did not tell what they took. Those tokens are estimated, from what was sent and what came; they count in the sums and against a budget.",
        ]),
    ...(isUnknown
      ? [
          "A model without a price: its cost is not in the sums. `prices` in rehearsal.config.ts sets it for the next run: this one keeps its own.",
        ]
      : []),
  ];
}

const marks: Readonly<Record<NonNullable<AttemptGroup["outcome"]>, string>> = {
  done: "✓",
  failed: "✗",
  running: "◐",
  unfinished: "■",
};

/** A row for an attempt and its outcome, with rows for its tiers where there were several. */
function attemptLines(group: AttemptGroup): readonly UsageLine[] {
  const { name, ticketId, attempt, outcome, byTier } = group;
  const parts = byTier.map((part) => lineOf(`└ ${named(part).name}`, part, "total"));
  const line = lineOf(name, group, "total");
  const attemptLine: UsageLine =
    outcome === null
      ? line
      : {
          ...line,
          name: `${marks[outcome]} ${name}, ${outcome}`,
          shortName: { head: `${ticketId}`, tail: ` #${attempt} ${marks[outcome]}` },
        };
  return [attemptLine, ...(parts.length < 2 ? [] : parts)];
}

const named = (group: SpendingGroup): SpendingGroup => ({
  ...group,
  name: tierNames[group.name as Tier],
});

type Part = "total" | "completed" | "discarded" | "underWay" | "retried" | "repairs" | "estimated";

function lineOf(name: string, group: SpendingGroup, part: Part): UsageLine {
  const { calls, usage, costUsd, knownCostUsd } = group[part];
  const cacheWriteTokens = group.reportsWrites ? usage.cacheWriteTokens : null;
  return { ...usage, cacheWriteTokens, name, shortName: null, calls, costUsd, knownCostUsd };
}
