import { reportTitle } from "./report-title.ts";
import { countText } from "../../core/words/count-text.ts";
import { coverageLine, coverageTable, unmetMarks } from "./coverage-rows.ts";
import { lawRows } from "./law-rows.ts";
import { explanationLines } from "./explanation-rows.ts";
import { notDeterministic, seenElsewhere } from "./failure-report-text.ts";
import type { Paper } from "../../core/words/paper.ts";
import { searchRows } from "./search-rows.ts";
import type { FailureReport, ScenarioReport } from "./scenario-report.ts";
import { stepTable } from "./step-table.ts";
import { timeText } from "../time-text.ts";
import { totalsText } from "./totals-text.ts";

/** One line for a scenario that passed; below it, for one that failed, each failure with its replay. */
export function scenarioLine(report: ScenarioReport, paper: Paper): string {
  const rows = [
    headline(report, paper),
    ...notSimulated(report, paper),
    ...report.failures.flatMap((one) => failure(one, paper)),
  ];
  return `${rows.join("\n")}\n`;
}

function headline(report: ScenarioReport, paper: Paper): string {
  const { ink, cleanLine } = paper;
  const mark = report.passed ? ink("green", "✓") : ink("red", "✗");
  const facts = [
    countText(report.seeds, "schedule"),
    ...(report.swarm ? ["drawn faults"] : []),
    report.subject.type === "run"
      ? countText(report.subject.projection.events, "event")
      : countText(report.subject.requests.length, "request"),
    paper.duration(report.durationMs),
  ];
  const name = ink("bold", cleanLine(reportTitle(report)));
  return paper.fit(`${mark} ${name}  ${ink("dim", facts.join(" · "))}`, paper.columns());
}

/** What of an agent went on in real time, whatever the simulation did. */
function notSimulated({ subject }: ScenarioReport, paper: Paper): readonly string[] {
  if (subject.type === "run") return [];
  return subject.notSimulated.map((what) =>
    paper.fit(
      `  ${paper.ink("yellow", "not simulated")} ${paper.cleanLine(what)}`,
      paper.columns(),
    ),
  );
}

/** A failure that is on the list of known ones: that it came, and how to see it. */
function knownFailure(failure: FailureReport, paper: Paper): readonly string[] {
  const { ink, cleanLine } = paper;
  return [
    paper.fit(`  ${ink("yellow", "known")} ${cleanLine(failure.kind)}`, paper.columns()),
    `  ${ink("dim", "│ replay")} ${cleanLine(failure.command)}`,
  ];
}

function failure(failure: FailureReport, paper: Paper): readonly string[] {
  if (failure.isKnown) return knownFailure(failure, paper);
  const { ink, cleanLine } = paper;
  // The stroke also keeps a message from the start of a line, where a CI service would obey texts such as `::error::`.
  const gutter = ink("dim", "│");
  const inner: Paper = { ...paper, columns: () => Math.max(20, paper.columns() - 4) };
  const first = failure.count > 1 ? `${countText(failure.count, "schedule")}, first ` : "";
  const ofTrial = failure.seed === null ? "replayed" : `${first}seed ${failure.seed}`;
  const facts = failure.code === "" ? countText(failure.count, "schedule") : ofTrial;
  const { rows: messages, left } = firstMessages(failure.messages, inner);
  const faults = failure.faults.map((fault) =>
    paper.fit(`${ink("magenta", "fault")} ${cleanLine(fault)}`, inner.columns()),
  );
  const sections = [
    messages.map((line) => ink("red", line)),
    left === 0 ? [] : paper.wrap(moreText(left), inner.columns()).map((line) => ink("dim", line)),
    failure.deterministic ? [] : [ink("yellow", notDeterministic)],
    faults,
    explanationLines(failure).flatMap((line) => paper.wrap(paper.cleanLine(line), inner.columns())),
    seenElsewhere(failure).map((line) => ink("dim", line)),
    failure.code === "" ? [] : stepTable(failure.steps, inner),
    // Never cut or wrapped, because it is to be pasted.
    [`${ink("dim", "replay")} ${ink("bold", cleanLine(failure.command))}`],
  ];
  return [
    paper.fit(
      `  ${ink("red", cleanLine(failure.kind))} ${ink("dim", `(${facts})`)}`,
      paper.columns(),
    ),
    ...sections.flatMap((section) => section.map((line) => `  ${gutter} ${line}`.trimEnd())),
  ];
}

/** What is told first is the cause of most that comes after it, so that a page of rows says enough. */
const messageRowsMax = 24;

/** Whole messages, the first in any case, and how many are left. */
function firstMessages(messages: readonly string[], paper: Paper) {
  const rows: string[] = [];
  for (const [index, message] of messages.entries()) {
    const own = paper.clean(message).split("\n");
    const wrapped = own.flatMap((line) => paper.wrap(line, paper.columns()));
    if (index > 0 && rows.length + wrapped.length > messageRowsMax)
      return { rows, left: messages.length - index };
    rows.push(...wrapped);
  }
  return { rows, left: 0 };
}

const moreText = (left: number): string =>
  `and ${left} more, which mostly follow from these; all of them: --reporter html=FILE`;

/** The closing text of `rehearsal sim`: totals, and the verdicts of each law over all schedules. */
export function simSummary(
  reports: readonly ScenarioReport[],
  paper: Paper,
  shown: { readonly coverage: boolean } = { coverage: false },
): string {
  if (reports.length === 0) return "No scenario was run.\n";
  const text = totalsText(reports, paper.duration);
  const isPassed = reports.every((report) => report.passed);
  const totals = isPassed ? paper.ink("green", `✓ ${text}`) : paper.ink("red", `✗ ${text}`);
  const parts = [
    lawRows(reports, paper),
    searchRows(reports, paper),
    [...coverageLine(reports, paper), ...unmetMarks(reports, paper)],
    ...(shown.coverage ? [coverageTable(reports, paper)] : []),
  ];
  const rows = parts.flatMap((part) => (part.length === 0 ? [] : ["", ...part]));
  return `${["", paper.ink("bold", totals), ...rows].join("\n")}\n`;
}

const barWidth = 20;

/** How far a rehearsal is. */
export interface ProgressFacts {
  readonly done: number;
  readonly total: number;
  readonly failures: number;
  readonly elapsedMs: number;
  /** How long it goes on, where no total says when it ends. */
  readonly forMs?: number | null;
}

/** Before this, a guess at the time that is left would be a guess. */
const guessAfterMs = 5_000;

/** The progress line of `rehearsal sim`: `█████░░░░░ 25 %  250 of 1,000 schedules, 2 failed, about 40 s left`. */
export function progressLine(facts: ProgressFacts): string {
  const { done, total, failures, elapsedMs, forMs = null } = facts;
  const whole = forMs === null ? { part: done, of: total } : { part: elapsedMs, of: forMs };
  const share = whole.of <= 0 ? 0 : Math.min(1, whole.part / whole.of);
  const filled = Math.floor(share * barWidth);
  const bar = "█".repeat(filled) + "░".repeat(barWidth - filled);
  const percent = String(Math.floor(share * 100)).padStart(3);
  const count =
    forMs === null
      ? `${done.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} schedules`
      : countText(done, "schedule");
  const failed = failures === 0 ? "" : `, ${failures.toLocaleString("en-US")} failed`;
  const isKnown = elapsedMs >= guessAfterMs && share > 0 && share < 1;
  const leftMs = Math.ceil(((elapsedMs / share) * (1 - share)) / 1000) * 1000;
  const left = isKnown ? `, about ${timeText(leftMs)} left` : "";
  return `${bar} ${percent} %  ${count}${failed}${left}`;
}
