import { type ContextLevel, levelOf } from "../../core/window/context-level.ts";
import type { ContextView } from "../../core/window/context-view.ts";
import type { LedgerGroups } from "../../core/ledger/ledger-groups.ts";
import type { Projection } from "../../core/projection.ts";
import { fullText, shareText, tokensText } from "./context-bar.ts";
import { contextChart, partsChart } from "./context-chart.ts";
import { ledgerSection } from "./ledger-section.ts";
import type { RowOrder } from "./context-messages.ts";
import { contextStyle, pageStyle } from "./context-style.ts";
import { callsTable, messagesTable } from "./context-tables.ts";
import {
  estimateText,
  lastCacheText,
  leftOutText,
  nextCallText,
  phaseText,
  roomText,
  savingTexts,
  unknownWindowText,
  windowSnippet,
} from "./context-words.ts";
import { countText } from "../../core/words/count-text.ts";
import { htmlDocument } from "../html/html-document.ts";
import { html, type Markup, nothing } from "../html/markup.ts";

/** How the long tables of a section are laid out. */
export interface SectionLayout {
  readonly order: RowOrder;
  /** The most rows in the table of messages, and in that of calls. */
  readonly rowsMax: number;
  /** The run's outcome: sessions of an interrupted run are no longer at work. */
  readonly standing: Projection["outcome"];
}

/**
 * An HTML page on what filled the context windows of a run's sessions, in light or dark as the reader prefers. It
 * loads nothing.
 */
export function contextPage(content: {
  readonly run: Pick<Projection, "runId" | "epic" | "outcome">;
  /** The page shows the windows as they were right before the call of this turn; `null`: as they are at the end. */
  readonly turn: number | null;
  readonly ledger: LedgerGroups;
  readonly views: readonly ContextView[];
  readonly layout: SectionLayout;
}): string {
  const { run, turn, ledger, views, layout } = content;
  const when = turn === null ? "" : ` · right before the call of turn ${turn}`;
  return htmlDocument({
    title: `What filled the context: ${run.runId}`,
    styles: [pageStyle, contextStyle],
    main: html`<h1>${run.epic}</h1>
      <p class="context-note">
        run ${run.runId} · ${run.outcome} · what filled the context of
        ${countText(views.length, "session")}${when}
      </p>
      ${views.length < indexFrom ? nothing : sessionIndex(views)}
      ${views.map((view, index) => html`<div id="${idOf(index)}">${contextSection(view, layout)}</div>`)}
      ${ledgerSection(ledger, { outcome: run.outcome, turn })}`,
  });
}

/** Fewer sessions are seen at once. */
const indexFrom = 3;
const idOf = (index: number): string => `session-${index}`;

/** A link to each session, those that failed first. */
function sessionIndex(views: readonly ContextView[]): Markup {
  const entries = views.map((view, index) => ({ view, index }));
  const isFailed = ({ view }: { readonly view: ContextView }) => view.failure !== null;
  const ordered = [...entries.filter(isFailed), ...entries.filter((entry) => !isFailed(entry))];
  return html`<nav aria-label="Sessions">
    <ul>
      ${ordered.map(
        ({ view, index }) =>
          html`<li>
            <a href="#${idOf(index)}">${view.streamId}</a>
            <small
              >${view.sessionId}${view.utilisation === null ? "" : ` · ${shareText(view.utilisation)} full`}</small
            >${view.failure === null ? nothing : html` <small>✗ ${view.failure.code}</small>`}
          </li>`,
      )}
    </ul>
  </nav>`;
}

/** With fewer calls there is no chart. */
const chartCallsMin = 2;

/** The section of one session, styled by `contextStyle`. */
export function contextSection(view: ContextView, layout: SectionLayout): Markup {
  const { failure, calls, cache } = view;
  return html`<section class="context">
    <h2>${view.streamId}</h2>
    <p class="context-note">
      ${view.sessionId} · ${view.model} · ${countText(view.completedTurns, "turn")} ·
      ${phaseText(view.phase, layout.standing)}
    </p>
    ${failure === null ? nothing : html`<p class="context-failure">✗ ${failure.code}: ${failure.message}</p>`}
    ${fill(view)} ${warning(view)} ${facts(view)}
    ${[lastCacheText(view) ?? "", ...savingTexts(cache)]
      .filter((text) => text !== "")
      .map((text) => html`<p class="context-note">${text}</p>`)}
    ${
      calls.length < chartCallsMin
        ? nothing
        : html`${cacheLegend(view)}${contextChart(view)}${partsLegend}${partsChart(view)}`
    }
    ${calls.length === 0 ? nothing : callsTable(view, layout.rowsMax)}
    ${messagesTable(view.rows, layout)}
  </section>`;
}

/** How full the window is, as a bar in the colour of its level. */
function fill(view: ContextView): Markup {
  const { limitTokens, utilisation, model } = view;
  const room = roomText(view);
  const note = (text: string | null) =>
    text === null ? nothing : html`<p class="context-note">${text}</p>`;
  if (limitTokens === null || utilisation === null) {
    return html`<p>${sentence(estimateText(view))}</p>
      <p class="context-note">${unknownWindowText(model)} <code>${windowSnippet(model)}</code></p>`;
  }
  const level: ContextLevel = levelOf(utilisation);
  const roomTokens = view.estimatedTokens + (view.headroomTokens ?? 0);
  const mark = `${Math.max(0, Math.min(100, (roomTokens / limitTokens) * 100))}%`;
  const text = `${fullText(utilisation)} of ${tokensText(limitTokens)}`;
  return html`<p class="context-full"><b class="context-text-${level}">${text}</b></p>
    <svg class="context-fill" width="100%" height="14" role="img" aria-label="${text}">
      <rect class="context-free" width="100%" height="10" y="2" rx="3" />
      <rect
        class="context-level-${level}"
        width="${`${Math.min(100, utilisation * 100)}%`}"
        height="10"
        y="2"
        rx="3"
      />
      <line class="context-mark" x1="${mark}" x2="${mark}" y1="0" y2="14" />
    </svg>
    <p>${sentence(estimateText(view))}</p>
    ${note(room === null ? null : sentence(room))} ${note(leftOutText(view))}`;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function warning(view: ContextView): Markup {
  const text = nextCallText(view);
  if (text !== null) {
    const name = view.nextCall.type === "exceeded" ? "failure" : "warning";
    return html`<p class="context-${name}">${text}</p>`;
  }
  return view.nextCall.type === "fits" && view.limitTokens !== null
    ? html`<p class="context-note">The next call would drop nothing.</p>`
    : nothing;
}

function facts({ parts, cache }: ContextView): Markup {
  const written = cache.reportsWrites ? tokensText(cache.writtenTokens) : "not reported";
  const facts: readonly (readonly [string, string])[] = [
    ["System", tokensText(parts.systemTokens)],
    ["Tools", tokensText(parts.toolsTokens)],
    ["Files", tokensText(parts.filesTokens)],
    ["History", tokensText(parts.historyTokens)],
    ["Cache hits", cache.hitRate === null ? "–" : shareText(cache.hitRate)],
    ["Cache read", tokensText(cache.readTokens)],
    ["Cache write", written],
  ];
  return html`<dl class="context-facts">
    ${facts.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** The legend, with entries only for what the chart shows. */
const cacheLegend = ({ calls, cache }: ContextView): Markup =>
  html`<p class="context-legend">
    <span class="context-key context-key-read">from the cache</span>
    <span class="context-key context-key-written">kept in the cache</span>
    <span class="context-key context-key-new">new, not kept</span>
    ${
      calls.every(({ completed }) => completed)
        ? nothing
        : html`<span class="context-key context-key-discarded"
            >pale: a try that was discarded</span
          >`
    }
    <span class="context-key context-key-estimate">estimated before the call</span>
    ${
      cache.trims.count === 0
        ? nothing
        : html`<span class="context-trim">▼ something was left out from here on</span>`
    }
  </p>`;

const partsLegend = html`<p class="context-legend">
  <span class="context-key context-key-fixed">system and tools</span>
  <span class="context-key context-key-files">files</span>
  <span class="context-key context-key-history">history</span>
</p>`;
