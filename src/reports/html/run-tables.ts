import { tiers } from "../../core/ids.ts";
import type { Projection } from "../../core/projection.ts";
import { allInputTokens, costText, tierNames } from "../usage/usage-columns.ts";
import { html, type Markup, nothing } from "./markup.ts";
import { longText, wide } from "./scrolling.ts";
import { countText } from "../../core/words/count-text.ts";

const statusMarks = { done: "✓", failed: "✗", blocked: "⊘", running: "◐", todo: "○" } as const;
const statusTones = {
  done: "good",
  failed: "bad",
  blocked: "wait",
  running: "asked",
  todo: "wait",
} as const;

export function ticketTable({ tickets }: Projection): Markup {
  if (tickets.length === 0) return html`<p class="note">There is no ticket.</p>`;
  return wide(
    "Tickets",
    html`<table>
      <thead>
        <tr>
          <th>Ticket</th>
          <th>Status</th>
          <th>Waits for</th>
          <th class="n">Attempts</th>
        </tr>
      </thead>
      <tbody>
        ${tickets.map(
          (ticket) =>
            html`<tr>
              <td>
                <b>${ticket.id}</b>
                ${ticket.title}${
                  ticket.reason === null
                    ? nothing
                    : html`<details>
                        <summary>why</summary>
                        <small>${ticket.reason}</small>
                      </details>`
                }
              </td>
              <td class="status tone-${statusTones[ticket.status]}">
                ${statusMarks[ticket.status]} ${ticket.status}
              </td>
              <td>${ticket.dependsOn.join(", ")}</td>
              <td class="n">${ticket.attempts}</td>
            </tr> `,
        )}
      </tbody>
    </table>`,
  );
}

export function popupTable({ popups }: Projection): Markup {
  if (popups.length === 0) return html`<p class="note">Nobody was asked.</p>`;
  return wide(
    "Decisions",
    html`<table>
      <thead>
        <tr>
          <th>Popup</th>
          <th>Kind</th>
          <th>Decision</th>
        </tr>
      </thead>
      <tbody>
        ${popups.map(
          (popup) =>
            html`<tr>
              <td>${popup.id}</td>
              <td>${popup.kind}</td>
              <td>${popup.decision ?? "open"}</td>
            </tr> `,
        )}
      </tbody>
    </table>`,
  );
}

const barWidthPx = 72;
/** The table of tokens by tier; the bar shows input from the cache, other input, and output. */
export function tokenTable(usage: Projection["usage"]): Markup {
  const most = Math.max(
    1,
    ...tiers.map((tier) => allInputTokens(usage[tier]) + usage[tier].outputTokens),
  );
  return wide(
    "Tokens",
    html`<table class="tokens">
      <thead>
        <tr>
          <th>Tier</th>
          <th>Share</th>
          <th class="n">Cost</th>
          <th class="n">Input</th>
          <th class="n">Cache read</th>
          <th class="n">Cache write</th>
          <th class="n">Output</th>
        </tr>
      </thead>
      <tbody>
        ${tiers.map((tier) => {
          const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, costUsd } =
            usage[tier];
          const px = (tokens: number) => Math.round((tokens / most) * barWidthPx);
          const cached = px(cacheReadTokens);
          const fresh = px(allInputTokens(usage[tier]) - cacheReadTokens);
          return html`<tr>
            <td>${tierNames[tier]}</td>
            <td>
              <svg width="${barWidthPx}" height="10" aria-hidden="true">
                <rect class="track" width="${barWidthPx}" height="10" rx="2" />
                <rect class="cached" width="${cached}" height="10" />
                <rect class="fresh" x="${cached}" width="${fresh}" height="10" />
                <rect
                  class="output"
                  x="${cached + fresh}"
                  width="${px(outputTokens)}"
                  height="10"
                />
              </svg>
            </td>
            <td class="n">${costText(costUsd)}</td>
            ${[inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens].map((count) => html`<td class="n${count === 0 ? " zero" : ""}">${count.toLocaleString("en-US")}</td>`)}
          </tr> `;
        })}
      </tbody>
    </table>`,
  );
}

/** The text of each stream, in folded sections. */
export function streamTexts({ streams }: Projection): Markup {
  return html`${Object.entries(streams).map(
    ([id, { text, turns, status }]) =>
      html`<details class="stream">
        <summary>
          <b>${id}</b>
          <small
            >${countText(turns, "turn")}, ${status}, ${text.length.toLocaleString("en-US")}
            characters</small
          >
        </summary>
        ${longText(id, text === "" ? "(said nothing)" : text)}
      </details> `,
  )}`;
}
