import type { ContextView } from "../core/context-view.ts";
import { shareText, tokensText } from "./context-bar.ts";
import { countText } from "./count-text.ts";
import { contextChart } from "./context-chart.ts";
import { droppedText, errorText } from "./context-report.ts";
import { html, type Markup, trusted } from "./html/markup.ts";

/** A page about what filled the sessions of a run. It needs no network, and takes the reader's light or dark. */
export function contextPage(run: {
  readonly runId: string;
  readonly epic: string;
  readonly views: readonly ContextView[];
}): string {
  const { runId, epic, views } = run;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>What filled the context: ${runId}</title>
        <style>
          ${pageStyle}${contextStyle}
        </style>
      </head>
      <body>
        <main>
          <h1>${epic}</h1>
          <p class="context-note">
            run ${runId} · what filled the context of ${countText(views.length, "session")}
          </p>
          ${views.map(contextSection)}
        </main>
      </body>
    </html> `.text;
}

/** One session; `contextStyle` is its look. */
export function contextSection(view: ContextView): Markup {
  return html`<section class="context">
    <h2>${view.streamId}</h2>
    <p class="context-note">
      ${view.sessionId} · ${view.model} · ${countText(view.completedTurns, "turn")} · ${view.phase}
    </p>
    <p>${fillText(view)}</p>
    ${warning(view)}
    ${
      view.calls.length === 0
        ? html``
        : html`${legend}
            <div class="context-wide">${contextChart(view)}</div>`
    }
    <div class="context-wide">
      <table>
        <thead>
          <tr>
            <th>System</th>
            <th>Tools</th>
            <th>Files</th>
            <th>History</th>
            <th>Cache hits</th>
            <th>Read</th>
            <th>Written</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            ${cellsOf(view).map((cell) => html`<td>${cell}</td>`)}
          </tr>
        </tbody>
      </table>
    </div>
  </section>`;
}

function fillText(view: ContextView): string {
  const estimate = `About ${tokensText(view.estimatedTokens)} tokens in the next prompt${errorText(view.lastError)}`;
  if (view.limitTokens === null || view.utilisation === null) {
    return `${estimate}; the model's window is unknown.`;
  }
  return `${estimate}: ${shareText(view.utilisation)} of ${tokensText(view.limitTokens)}.`;
}

function warning({ nextCall, dropped }: ContextView): Markup {
  const before =
    dropped.turns.length + dropped.results.length === 0
      ? html``
      : html`<p class="context-note">Left out so far: ${droppedText(dropped)}.</p>`;
  switch (nextCall.type) {
    case "fits":
    case "none":
      return before;
    case "trims":
      return html`${before}
        <p class="context-warning">▲ The next call would drop ${droppedText(nextCall)}.</p>`;
    case "exceeded":
      return html`${before}
        <p class="context-warning">▲ The next call would fail: nothing more can be dropped.</p>`;
  }
}

function cellsOf({ parts, cache }: ContextView): readonly string[] {
  return [
    ...[parts.systemTokens, parts.toolsTokens, parts.filesTokens, parts.historyTokens].map(
      tokensText,
    ),
    cache.hitRate === null ? "–" : shareText(cache.hitRate),
    tokensText(cache.readTokens),
    tokensText(cache.writtenTokens),
  ];
}

const legend = html`<p class="context-legend">
  <span class="read">from the cache</span> <span class="written">kept in the cache</span>
  <span class="new">new, not kept</span> <span class="estimate">estimated before the call</span>
  <span class="trim">▼ turns were dropped</span>
</p>`;

const pageStyle = trusted(`
:root{--paper:#fbfaf7;--ink:#1d2126;--soft:#626a73;--line:#e2dfd8;--card:#fff}
@media (prefers-color-scheme:dark){:root{--paper:#15181c;--ink:#e4e6e9;--soft:#98a1ab;--line:#30363e;--card:#1c2026}}
html{color-scheme:light dark}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:1040px;margin:0 auto;padding:24px clamp(12px,3vw,32px) 64px}
h1{font-size:24px;margin:0;overflow-wrap:anywhere}
`);

/** Told by height and shape as well as by colour. */
export const contextStyle = trusted(`
.context{--read:#2f7f6f;--written:#7cc0ae;--new:#d99a55;--estimate:#1d2126;--limit:#b3312c;--warn:#8a5a00;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:16px clamp(12px,2.2vw,24px);margin:18px 0}
@media (prefers-color-scheme:dark){.context{--read:#3f9c88;--written:#24564b;--new:#b8793a;--estimate:#e4e6e9;--limit:#f58b83;--warn:#efc15f}}
.context h2{font-size:17px;margin:0;overflow-wrap:anywhere}
.context p{margin:4px 0 8px}
.context-note,.context-legend{color:var(--soft);font-size:13px}
.context-warning{color:var(--warn)}
.context-wide{overflow-x:auto}
.context-chart{display:block;width:100%;min-width:640px;height:auto}
.context-grid{stroke:var(--line)}
.context-tick{fill:var(--soft);font-size:11px;font-variant-numeric:tabular-nums}
.context-read{fill:var(--read)}.context-written{fill:var(--written)}.context-new{fill:var(--new)}
.context-discarded{opacity:.4}
.context-estimate{stroke:var(--estimate);stroke-width:1.5}
.context-limit{stroke:var(--limit);stroke-width:1.5}.context-room{stroke:var(--limit);stroke-dasharray:4 4}
.context-trim{fill:var(--warn)}
.context-legend span{margin-right:14px;white-space:nowrap}
.context-legend .read::before,.context-legend .written::before,.context-legend .new::before{content:"";display:inline-block;width:11px;height:11px;border-radius:2px;margin-right:5px;vertical-align:-1px;background:var(--read)}
.context-legend .written::before{background:var(--written)}.context-legend .new::before{background:var(--new)}
.context-legend .estimate::before{content:"";display:inline-block;width:14px;border-top:2px solid var(--estimate);margin-right:5px;vertical-align:4px}
.context-legend .trim{color:var(--warn)}
.context table{width:auto;border-collapse:collapse;margin-top:10px;font-size:13.5px}
.context th{font-weight:500;color:var(--soft);font-size:12.5px}
.context th,.context td{text-align:right;white-space:nowrap;padding:3px 18px 3px 0;font-variant-numeric:tabular-nums}
`);
