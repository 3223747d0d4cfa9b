import { html, type Markup, nothing } from "../../reports/html/markup.ts";
import { longText } from "../../reports/html/scrolling.ts";
import { durationText } from "../../core/words/duration-text.ts";
import { plainInk } from "../../terminal/ink.ts";
import type { Labels } from "./reply-label.ts";
import type { RequestEntry } from "./request-entry.ts";
import { endText, faultText, hintFor, shortModel } from "./request-rows.ts";

/** What the table shows. */
export interface LatestRequests {
  readonly latest: readonly RequestEntry[];
  readonly labels: Labels;
  readonly nowMs: number;
}

/** Whether it has not ended. */
export const isOpen = ({ end }: RequestEntry): boolean => end === "in flight" || end === "stalled";

/** Of its row. */
export const requestId = ({ number }: RequestEntry): string => `request-${number}`;

/** The latest requests of a served scenario, a row each. */
export function requestTable({ latest, labels, nowMs }: LatestRequests): Markup {
  return html`<table class="requests">
    <thead>
      <tr>
        <th class="n">#</th>
        <th>Time</th>
        <th>Model</th>
        <th>Asked</th>
        <th>Met</th>
        <th class="n">Status</th>
      </tr>
    </thead>
    <tbody>
      ${latest.map((entry) => requestRow(entry, labels, nowMs))}
    </tbody>
  </table>`;
}

function requestRow(entry: RequestEntry, labels: Labels, nowMs: number): Markup {
  const { number, atMs, method, path, test, model, streamed, words, status } = entry;
  const time = new Date(atMs).toTimeString().slice(0, 8);
  const took = isOpen(entry) ? `open for ${durationText(nowMs - atMs)}` : endText(entry, plainInk);
  return html`<tr class="${rowTone(entry)}" id="${requestId(entry)}">
    <td class="n">${number}</td>
    <td class="when">${time}</td>
    <td class="who">
      ${model === null ? "" : shortModel(model)}${streamed ? " stream" : ""}
      <small><code>${method} ${path.slice(0, 120)}</code></small>
    </td>
    <td class="words">
      <span>${words ?? ""}</span>${test === null ? nothing : html`<small>test ${test}</small>`}
      ${bodyOf(entry)}
    </td>
    <td class="met">${metCell(entry, labels)}</td>
    <td class="how n">${status ?? ""} <small>${took}</small></td>
  </tr>`;
}

const bodyCharacters = 100_000;

/** What the request holds, where that is kept. */
function bodyOf({ number, body }: RequestEntry): Markup {
  if (body === null) return nothing;
  const text = JSON.stringify(body, null, 2);
  const shown = text.length <= bodyCharacters ? text : `${text.slice(0, bodyCharacters)}\n…`;
  return html`<details id="body-${number}">
    <summary>body</summary>
    ${longText(`Body of request ${number}`, shown)}
  </details>`;
}

/** What a request met, or why nothing. */
export function metCell(entry: RequestEntry, labels: Labels): Markup {
  const { outcome, fault, status, retryCount } = entry;
  const again = retryCount === 0 ? "" : ` (retry ${retryCount})`;
  switch (outcome?.type) {
    case undefined:
    case "told":
      return html`<span class="tone-wait">needs no reply</span>`;
    case "met": {
      const label = labels.get(outcome.reply);
      const tries = outcome.try === 1 ? "" : `, try ${outcome.try}`;
      const name = `${label?.shortName ?? outcome.reply}${tries}${again}`;
      const wrong = fault === null ? (outcome.fault ?? "") : faultText(fault, status);
      return wrong === ""
        ? html`<b class="tone-good">${name}</b> ${label?.words ?? ""}`
        : html`<b class="tone-asked">${name} · ${wrong}</b> ${label?.words ?? ""}`;
    }
    case "allowed":
      return html`<span class="tone-wait">allowed: ${outcome.message}</span>`;
    case "unmatched":
      return html`<span class="tone-bad">${outcome.message}</span>`;
    case "refused": {
      const hint = hintFor(entry);
      return html`<span class="tone-bad">refused: ${outcome.message}</span
        >${hint === null ? nothing : html`<small>${hint}</small>`}`;
    }
  }
}

function rowTone(entry: RequestEntry): "bad" | "warn" | "open" | "" {
  const { outcome, fault } = entry;
  if (outcome?.type === "unmatched" || outcome?.type === "refused") return "bad";
  const isFaulted = fault !== null || (outcome?.type === "met" && outcome.fault !== null);
  if (isFaulted || entry.end === "left") return "warn";
  return isOpen(entry) ? "open" : "";
}
