import { countText } from "../../core/words/count-text.ts";
import type { Paper } from "../../core/words/paper.ts";
import { type Column, tableRows } from "../table.ts";
import type { ScenarioReport, SearchReport } from "./scenario-report.ts";
import { strategiesTogether, type StrategyReport } from "./search-totals.ts";

/** How orders were drawn over all scenarios, what found failures, and what may still have been missed. */
export function searchRows(reports: readonly ScenarioReport[], paper: Paper): readonly string[] {
  const searches = reports.map(({ search }) => search);
  const strategies = strategiesTogether(searches);
  const drawn = strategies.filter(({ name }) => name !== "default" && name !== "replay");
  if (drawn.length === 0) return [];
  const count = (amount: number) => amount.toLocaleString("en-US");
  const columns: readonly Column<StrategyReport>[] = [
    { title: "Strategy", align: "left", cell: ({ name }) => name },
    { title: "Schedules", align: "right", cell: ({ schedules }) => count(schedules) },
    { title: "Failing", align: "right", cell: ({ failing }) => count(failing) },
  ];
  const text = [...differentOutcomes(reports), ...missed(searches)].join(" ");
  return [...tableRows(columns, strategies, paper), "", ...paper.wrap(text, paper.columns())];
}

/** Of runs logs are compared, event for event; of agents what they asked and what came of it, in whatever order. */
function differentOutcomes(reports: readonly ScenarioReport[]): readonly string[] {
  const agents = reports.filter(({ subject }) => subject.type === "agent");
  const runs = reports.filter(({ subject }) => subject.type === "run");
  return [
    ...gave(
      runs,
      "schedule",
      "different log",
      "each other one is event for event like one of these",
    ),
    ...gave(
      agents,
      runs.length === 0 ? "schedule" : "schedule of agents",
      "different result",
      "each other one asked, and came to, the same as one of these",
    ),
  ];
}

function gave(
  reports: readonly ScenarioReport[],
  one: string,
  what: string,
  others: string,
): readonly string[] {
  if (reports.length === 0) return [];
  const schedules = reports.reduce((sum, { seeds }) => sum + seeds, 0);
  const distinct = reports.reduce((sum, { search }) => sum + search.distinctLogs, 0);
  const count = `${countText(schedules, one, one.replace("schedule", "schedules"))} gave ${countText(distinct, what)}`;
  return [distinct === schedules ? `${count}.` : `${count}; ${others}.`];
}

/** The bound of PCT, for the scenario in which least is sure. */
function missed(searches: readonly SearchReport[]): readonly string[] {
  const [worst] = searches.toSorted((a, b) => b.missedDepth2 - a.missedDepth2);
  // A chance of nearly one says nothing, nor does one of orders where there were none.
  if (worst === undefined || worst.missedDepth2 > 0.99 || worst.steps < 2) return [];
  const percent = Math.max(0.01, worst.missedDepth2 * 100).toLocaleString("en-US", {
    maximumSignificantDigits: 2,
  });
  return [
    `A mistake that needs one step before another, among ${countText(worst.chains, "chain")} of ${countText(worst.steps, "step")} together, was missed with p < ${percent} %.`,
  ];
}
