import type { ContextTurn } from "../../core/window/context-history.ts";
import type { ContextView } from "../../core/window/context-view.ts";
import type { ContextRow } from "../../core/window/context-rows.ts";
import { shareText, tokensText } from "./context-bar.ts";
import { ordered, outText, type RowOrder } from "./context-messages.ts";
import { cacheUseText, messageText } from "./context-words.ts";
import { countText } from "../../core/words/count-text.ts";
import { html, type Markup, nothing } from "../html/markup.ts";
import { wide } from "../html/scrolling.ts";

/** The table of calls: what the provider reported for each, and why its cache gave less than it held. */
export function callsTable({ calls, cache }: ContextView, rowsMax: number): Markup {
  const { reportsWrites } = cache;
  const shown = calls.slice(-rowsMax);
  const titles = ["Turn", "Prompt", "Input", "Cache read", "Cache write", "Output", "Estimate"];
  return folded(
    `Each call (${tokensText(calls.length)})`,
    html`${leftAway(calls.length - shown.length, "earlier call")}
      <table>
        <thead>
          <tr>
            ${titles.map((title) => html`<th>${title}</th>`)}
            <th class="context-words">Cache</th>
          </tr>
        </thead>
        <tbody>
          ${shown.map((call) => callRow(call, { reportsWrites, isFirst: call === calls[0] }))}
        </tbody>
      </table>`,
  );
}

function callRow(
  call: ContextTurn,
  known: { readonly reportsWrites: boolean; readonly isFirst: boolean },
): Markup {
  const { turn, completed, reported, error, cache } = call;
  const off = error === null ? "" : ` (${error >= 0 ? "+" : "−"}${shareText(Math.abs(error))})`;
  const again = call.try === 1 ? "" : `, try ${call.try}`;
  const cells = [
    `${turn}${again}${completed ? "" : ", discarded"}`,
    tokensText(call.reportedTokens),
    tokensText(reported.inputTokens),
    tokensText(reported.cacheReadTokens),
    known.reportsWrites ? tokensText(reported.cacheWriteTokens) : "–",
    tokensText(reported.outputTokens),
    `${tokensText(call.estimatedTokens)}${off}`,
  ];
  return html`<tr>
    ${cells.map((cell) => html`<td>${cell}</td>`)}
    <td class="context-words">${cacheUseText(cache, known)}</td>
  </tr>`;
}

/** The table of messages: what each is, and how many tokens it takes. */
export function messagesTable(
  rows: readonly ContextRow[],
  { order, rowsMax }: { readonly order: RowOrder; readonly rowsMax: number },
): Markup {
  const all = ordered(rows, order);
  const shown =
    order === "turn" ? all.slice(Math.max(0, all.length - rowsMax)) : all.slice(0, rowsMax);
  const which = order === "turn" ? "earlier message" : "smaller message";
  return folded(
    `Each message (${tokensText(rows.length)})`,
    html`${leftAway(all.length - shown.length, which)}
      <table>
        <thead>
          <tr>
            <th>#</th>
            <th>Turn</th>
            <th>Tokens</th>
            <th class="context-words">Left out</th>
            <th class="context-words">Message</th>
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            (row) =>
              html`<tr>
                <td>${row.index}</td>
                <td>${row.turn === 0 ? "" : row.turn}</td>
                <td>${tokensText(row.estimatedTokens)}</td>
                <td class="context-words">${outText(row)}</td>
                <td class="context-words">${messageText(row)}</td>
              </tr>`,
          )}
        </tbody>
      </table>`,
  );
}

function folded(title: string, table: Markup): Markup {
  return html`<details class="context-details">
    <summary>${title}</summary>
    ${wide(title, table)}
  </details>`;
}

function leftAway(count: number, noun: string): Markup {
  return count === 0
    ? nothing
    : html`<p class="context-note">${countText(count, noun)} not shown; --all shows them.</p>`;
}
