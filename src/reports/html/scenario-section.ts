import { reportTitle } from "../sim/report-title.ts";
import { countText } from "../../core/words/count-text.ts";
import type { RunReport, ScenarioReport } from "../sim/scenario-report.ts";
import { timeText } from "../time-text.ts";
import { agentSection } from "./agent-section.ts";
import { contextSections } from "./context-sections.ts";
import { coverageSection } from "./coverage-section.ts";
import { failureCard } from "./failure-card.ts";
import { lawTable } from "./law-table.ts";
import { html, type Markup, nothing } from "./markup.ts";
import { readLog } from "./read-log.ts";
import { popupTable, streamTexts, ticketTable, tokenTable } from "./run-tables.ts";
import { searchSection } from "./search-section.ts";
import { timelineSection } from "./timeline-section.ts";

/**
 * The section on one scenario. Every id in it begins with `prefix`, which is that of its content: a link to it unfolds
 * the section.
 */
export function scenarioSection(
  report: ScenarioReport,
  prefix: string,
  beginning: "open" | "folded",
): Markup {
  const { subject, passed } = report;
  const facts = [
    report.file,
    countText(report.seeds, "schedule"),
    ...(report.swarm ? ["drawn faults"] : []),
    subject.type === "run"
      ? countText(subject.projection.events, "event")
      : countText(subject.requests.length, "request"),
    timeText(report.durationMs),
  ].join(" · ");
  return html`<details
    class="scenario ${passed ? "passed" : "failed"}"
    ${beginning === "open" ? html` open` : nothing}
  >
    <summary>
      <h3>${mark(passed)} ${reportTitle(report)}</h3>
      <p class="note">${facts}</p>
    </summary>
    <div class="content" id="${prefix}">
      ${subject.type === "run" ? runSection(report, subject, prefix) : agentSection(report, subject)}
    </div>
  </details> `;
}

function runSection(
  report: ScenarioReport,
  { projection, log: first }: RunReport,
  prefix: string,
): Markup {
  const { passed, failures } = report;
  const [failure] = failures;
  const log = failure?.log ?? first;
  const shown =
    failure === undefined ? "the first schedule" : `${failure.seenIn}, of the first failure`;
  const outcome = `Run ${projection.outcome}${projection.failure === null ? "" : `, ${projection.failure.code}: ${projection.failure.message}`}`;
  return html`<p class="epic">${projection.epic}</p>
    <p class="note">${outcome} · digest <code>${projection.digest.slice(0, 16)}</code></p>
    ${failures.map((one, index) => failureCard(one, `${prefix}e${index}`))}
    ${timelineSection(readLog(log), prefix)} ${contextSections(log)}
    <p class="note">
      The timeline and the contexts are of
      ${shown}${passed ? nothing : html`; what follows is of the first schedule`}.
    </p>
    <div class="columns">
      <section>
        <h4>Tickets</h4>
        ${ticketTable(projection)}
      </section>
      <section>
        <h4>Tokens</h4>
        ${tokenTable(projection.usage)}
      </section>
      <section>
        <h4>Laws</h4>
        ${lawTable(report.laws)}
      </section>
      ${searchSection([report], "of this scenario")}
      ${coverageSection(report.coverage, "of this scenario")}
      <section>
        <h4>Decisions</h4>
        ${popupTable(projection)}
      </section>
    </div>
    <h4>What each stream said</h4>
    ${streamTexts(projection)}`;
}

export const mark = (passed: boolean): Markup =>
  passed
    ? html`<span class="tone-good" role="img" aria-label="passed">✓</span>`
    : html`<span class="tone-bad" role="img" aria-label="failed">✗</span>`;
