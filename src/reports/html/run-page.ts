import type { Event } from "../../core/event.ts";
import type { Projection } from "../../core/projection.ts";
import { contextStyle } from "../context/context-style.ts";
import type { KeptRef } from "../run/run-summary.ts";
import type { Passage } from "../transcript/passage.ts";
import { contextSections } from "./context-sections.ts";
import { htmlDocument } from "./html-document.ts";
import { html, type Markup, nothing } from "./markup.ts";
import { readLog } from "./read-log.ts";
import { popupTable, ticketTable, tokenTable } from "./run-tables.ts";
import { style } from "./style.ts";
import { timelineSection } from "./timeline-section.ts";
import { transcriptSection, transcriptStyle } from "./transcript-section.ts";

/** One real run as an HTML page without scripts that loads nothing, as `htmlReport` is of rehearsals. */
export function runPage(content: {
  readonly run: Projection;
  readonly log: readonly Event[];
  readonly passages: readonly Passage[];
  readonly kept: readonly KeptRef[];
}): string {
  const { run, log, passages, kept } = content;
  const troubles = passages.filter(({ tone }) => tone === "bad");
  return htmlDocument({
    title: `Run ${run.runId}: ${run.outcome}`,
    styles: [style, contextStyle, transcriptStyle],
    main: html`<header>
        <h1>Run <span class="id">${run.runId}</span></h1>
        <p class="verdict">
          <span class="tone-${outcomeTones[run.outcome]}">${run.outcome}</span> · ${run.epic}
        </p>
        ${
          run.failure === null
            ? nothing
            : html`<p class="tone-bad">${run.failure.code}: ${run.failure.message}</p>`
        }
      </header>
      ${troubles.length === 0 ? nothing : troubleList(troubles)}
      <section class="overview">
        <h2>Tickets</h2>
        ${ticketTable(run)} ${kept.length === 0 ? nothing : keptList(kept)}
      </section>
      <section class="overview columns">
        <section>
          <h2>Tokens</h2>
          ${tokenTable(run.usage)}
        </section>
        <section>
          <h2>Decisions</h2>
          ${popupTable(run)}
        </section>
      </section>
      <section>${timelineSection(readLog(log), "run")}</section>
      <section class="overview">${contextSections(log)}</section>
      <section>
        <h2>What happened</h2>
        ${transcriptSection(passages)}
      </section>`,
  });
}

const outcomeTones: Readonly<Record<Projection["outcome"], string>> = {
  done: "good",
  failed: "bad",
  waiting: "asked",
  interrupted: "asked",
  running: "asked",
};

/** What went wrong, first: each with a link to its place. */
const troubleList = (troubles: readonly Passage[]): Markup =>
  html`<section class="overview">
    <h2>Trouble</h2>
    <ul>
      ${troubles.map(
        ({ seq, who, what }) =>
          html`<li><a href="#p${seq}">${who === null ? what : `${who}: ${what}`}</a></li>`,
      )}
    </ul>
  </section>`;

const keptList = (kept: readonly KeptRef[]): Markup =>
  html`<h4>Kept: work that is not on the branch</h4>
    <ul>
      ${kept.map(
        ({ ref, leftovers }) =>
          html`<li>
            <code>git show ${ref}</code
            >${leftovers.map((left) => html`<br /><small>${left}</small>`)}
          </li>`,
      )}
    </ul>`;
