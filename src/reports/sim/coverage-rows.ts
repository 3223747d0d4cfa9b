import { countText } from "../../core/words/count-text.ts";
import type { Paper } from "../../core/words/paper.ts";
import { type CoverageMember, coverageMembers } from "./coverage-member.ts";
import { coverageTotals, neverIn, rarestIn, reachedIn } from "./coverage-totals.ts";
import { reportTitle } from "./report-title.ts";
import type { ScenarioReport } from "./scenario-report.ts";

/** What each member is called. */
export const wordsOfCoverage: Readonly<Record<CoverageMember, string>> = {
  events: "kinds of event",
  decisions: "decisions of the core",
  pairs: "orders of two at once",
  faults: "faults by place",
  marks: "marks",
};

/** One line on what the schedules reached, where there was more than the default order. */
export function coverageLine(reports: readonly ScenarioReport[], paper: Paper): readonly string[] {
  const totals = coverageTotals(reports);
  if (totals === null || reports.every(({ seeds }) => seeds < 2)) return [];
  const parts = coverageMembers.flatMap((member) => {
    const all = Object.keys(totals[member]).length;
    const reached = reachedIn(totals[member]);
    return all === 0 ? [] : [`${reached} of ${all} ${wordsOfCoverage[member]}`];
  });
  const reached = parts.length === 0 ? [] : [`Reached: ${parts.join(", ")}.`];
  return paper.wrap([...reached, ordersText(totals.classes)].join(" "), paper.columns());
}

/** How many orders there were, where those count as one that come to the same. */
export const ordersText = (classes: number): string =>
  `${countText(classes, "really different order")}: two count as one where only steps changed places that have nothing to do with each other.`;

/** Marks that no schedule met, each with its scenario. */
export function unmetMarks(reports: readonly ScenarioReport[], paper: Paper): readonly string[] {
  const unmet = reports
    .filter(({ seeds }) => seeds > 1)
    .flatMap((report) => neverIn(report.coverage?.marks ?? {}).map((mark) => ({ mark, report })));
  return unmet.flatMap(({ mark, report }) => {
    const text = `No schedule met "${paper.cleanLine(mark)}" (${paper.cleanLine(reportTitle(report))}).`;
    return paper.wrap(text, paper.columns()).map((line) => paper.ink("yellow", line));
  });
}

/** Of each kind what no schedule reached, and what the fewest did. */
export function coverageTable(reports: readonly ScenarioReport[], paper: Paper): readonly string[] {
  const totals = coverageTotals(reports);
  if (totals === null) return [];
  return coverageMembers.flatMap((member, index) => {
    const counts = totals[member];
    const all = Object.keys(counts).length;
    if (all === 0) return [];
    const rare = rarestIn(counts);
    const width = Math.max("never".length, ...rare.map(([, schedules]) => text(schedules).length));
    const line = (count: string, name: string) => `  ${count.padStart(width)}  ${name}`;
    return [
      ...(index === 0 ? [] : [""]),
      paper.ink("bold", `${reachedIn(counts)} of ${all} ${wordsOfCoverage[member]}`),
      ...neverIn(counts).map((name) =>
        paper.ink("yellow", paper.fit(line("never", paper.cleanLine(name)), paper.columns())),
      ),
      ...rare.map(([name, schedules]) =>
        paper.fit(line(text(schedules), paper.cleanLine(name)), paper.columns()),
      ),
    ];
  });
}

const text = (schedules: number): string => schedules.toLocaleString("en-US");
