import { contextStyle } from "../context/context-style.ts";
import { coverageSection } from "./coverage-section.ts";
import { lawTable } from "./law-table.ts";
import { htmlDocument } from "./html-document.ts";
import { html, type Markup, nothing } from "./markup.ts";
import { mark, scenarioSection } from "./scenario-section.ts";
import { searchSection, searchStyle } from "./search-section.ts";
import { style } from "./style.ts";
import { coverageTotals } from "../sim/coverage-totals.ts";
import { lawTotals } from "../sim/law-totals.ts";
import type { ScenarioReport } from "../sim/scenario-report.ts";
import { timeText } from "../time-text.ts";
import { totalsText } from "../sim/totals-text.ts";

/** Of more scenarios than these, those that passed are folded. */
const openMax = 3;

/**
 * One HTML page without scripts that loads nothing. What models wrote is escaped, with control characters made
 * visible, and a content security policy forbids to load or run anything. What failed comes first. `isInterrupted`: a person
 * ended the rehearsal before all was run.
 */
export function htmlReport(reports: readonly ScenarioReport[], isInterrupted = false): string {
  const passed = reports.every((report) => report.passed);
  const ordered = [
    ...reports.filter((report) => !report.passed),
    ...reports.filter((report) => report.passed),
  ];
  const isOpen = (report: ScenarioReport) => !report.passed || reports.length <= openMax;
  const cutShort = isInterrupted ? ", interrupted before all was run" : "";
  return htmlDocument({
    title: `Rehearsal: ${passed ? "passed" : "failed"}${cutShort}`,
    styles: [style, contextStyle, searchStyle],
    main: html`<header>
        <h1>Rehearsal</h1>
        <p class="verdict">${mark(passed)} ${totalsText(reports, timeText)}${cutShort}</p>
      </header>
      ${reports.length > 1 ? overview(ordered) : nothing}
      ${ordered.map((report, index) => scenarioSection(report, `s${index}`, isOpen(report) ? "open" : "folded"))}`,
  });
}

function overview(reports: readonly ScenarioReport[]): Markup {
  return html`<section class="overview columns">
    <section>
      <h2>Scenarios</h2>
      <ul>
        ${reports.map(
          (report, index) =>
            html`<li>
              ${mark(report.passed)} <a href="#s${index}">${report.name}</a>
              <small>${report.file}</small
              >${report.failures.map(({ kind }) => html`<small class="tone-bad">${kind}</small>`)}
            </li>`,
        )}
      </ul>
    </section>
    <section>
      <h2>Laws, over all schedules</h2>
      ${lawTable(lawTotals(reports))}
    </section>
    ${searchSection(reports, "over all scenarios")}
    ${coverageSection(coverageTotals(reports), "over all scenarios")}
  </section>`;
}
