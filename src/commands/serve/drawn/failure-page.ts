import { htmlDocument } from "../../../reports/html/html-document.ts";
import { html, type Markup, trusted } from "../../../reports/html/markup.ts";
import { longText } from "../../../reports/html/scrolling.ts";
import { style } from "../../../reports/html/style.ts";
import { plainInk } from "../../../terminal/ink.ts";
import type { Labels } from "../reply-label.ts";
import type { RequestEntry } from "../request-entry.ts";
import { endText, faultText } from "../request-rows.ts";
import { wordsOfDrawn } from "./served-fault.ts";
import type { ShrunkFailure } from "./shrink-faults.ts";

/** What a failure is about. */
export interface FoundFailure extends ShrunkFailure {
  readonly scenario: string;
  readonly seed: number;
  readonly labels: Labels;
  /** The line that plays it again. */
  readonly replayLine: string;
}

const timelineStyle = trusted(`
.times{display:grid;grid-template-columns:minmax(10em,2fr) minmax(0,3fr);gap:6px 12px;align-items:center}
.times .lane{position:relative;height:1.5em;background:var(--line)}
.times .bar{position:absolute;top:0;bottom:0;min-width:3px;background:var(--link)}
.times .bar.bad{background:var(--bad)}.times .bar.warn{background:var(--asked)}
.times small{display:block}.times>div{min-width:0;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
`);

/** One HTML page without scripts that loads nothing: what failed, under which conditions, and what was asked when. */
export function failurePage(found: FoundFailure): string {
  const { scenario, seed, faults, result, replayLine } = found;
  return htmlDocument({
    title: `Rehearsal: ${scenario}, seed ${seed}`,
    styles: [style, timelineStyle],
    main: html`<header>
        <h1>${scenario}</h1>
        <p class="verdict">Seed ${seed} failed.</p>
      </header>
      <section>
        <h2>What failed</h2>
        ${list(result.failures.map(({ message }) => message))}
      </section>
      <section>
        <h2>Under</h2>
        ${list(faults.length === 0 ? ["no fault, pause or order at all"] : faults.map(wordsOfDrawn))}
        ${longText("The command that plays it again", replayLine)}
      </section>
      <section>
        <h2>Requests</h2>
        ${timeline(found)}
      </section>
      <section>
        <h2>What the command wrote</h2>
        ${longText("What the command wrote", result.output)}
      </section>`,
  });
}

const list = (texts: readonly string[]): Markup =>
  html`<ul>
    ${texts.map((text) => html`<li>${text}</li>`)}
  </ul>`;

/** A lane for each request, from its arrival to its end. */
function timeline({ result, labels }: FoundFailure): Markup {
  const requests = result.requests.toSorted((a, b) => a.number - b.number);
  const first = Math.min(...requests.map(({ atMs }) => atMs));
  const last = Math.max(...requests.map(({ atMs, durationMs }) => atMs + (durationMs ?? 0)));
  const share = (ms: number) =>
    trusted(`${Math.round((1000 * ms) / Math.max(1, last - first)) / 10}%`);
  return html`<div class="times">
    ${requests.map(
      (entry) =>
        html`<div>
            <b>#${entry.number}</b> ${metText(entry, labels)}<small>${howText(entry)}</small>
          </div>
          <div class="lane">
            <div
              class="bar ${toneOf(entry)}"
              style="left:${share(entry.atMs - first)};width:${share(entry.durationMs ?? 0)}"
              title="${entry.words ?? ""}"
            ></div>
          </div>`,
    )}
  </div>`;
}

function metText({ outcome, method, path }: RequestEntry, labels: Labels): string {
  if (outcome?.type !== "met") return `${method} ${path}`;
  const name = labels.get(outcome.reply)?.shortName ?? outcome.reply;
  return outcome.try === 1 ? name : `${name}, try ${outcome.try}`;
}

function howText(entry: RequestEntry): string {
  const { fault, status, outcome } = entry;
  const wrong = fault === null ? [] : [faultText(fault, status)];
  const amiss = outcome?.type === "unmatched" || outcome?.type === "refused" ? [outcome.type] : [];
  return [...amiss, ...wrong, endText(entry, plainInk)].join(" · ");
}

function toneOf({ outcome, fault, end }: RequestEntry): "bad" | "warn" | "" {
  if (outcome?.type === "unmatched" || outcome?.type === "refused") return "bad";
  return fault !== null || end === "left" ? "warn" : "";
}
