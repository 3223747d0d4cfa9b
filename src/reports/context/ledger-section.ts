import type { LedgerGroups } from "../../core/ledger/ledger-groups.ts";
import type { Projection } from "../../core/projection.ts";
import { html, type Markup, nothing } from "../html/markup.ts";
import { wide } from "../html/scrolling.ts";
import { lineCostText, type UsageLine, writtenText } from "../usage/usage-columns.ts";
import { usageNotes, usageTables } from "../usage/usage-report.ts";

/**
 * The tables of `rehearsal show RUN --usage` as HTML: who took which tokens, and what they cost. `turn`: as it was
 * right before the call of that turn. The cost is the first column, so that a narrow page shows it without
 * scrolling.
 */
export function ledgerSection(
  groups: LedgerGroups,
  { outcome, turn }: { readonly outcome: Projection["outcome"]; readonly turn: number | null },
): Markup {
  if (groups.sum.total.calls === 0) return nothing;
  const titles = ["Cost", "Calls", "Input", "Cache read", "Cache write", "Output", "Thinking"];
  const standing = turn === null ? outcome : "running";
  return html`<section class="context">
    <h2>${turn === null ? "What the run cost" : "What the run had cost by then"}</h2>
    ${usageNotes(groups).map((note) => html`<p class="context-note">${note}</p>`)}
    ${wide(
      "What the run cost",
      html`<table>
        ${usageTables(groups, standing).map(
          (table) =>
            html`<tbody>
              <tr>
                <th class="context-words">${table.title}</th>
                ${titles.map((title) => html`<th>${title}</th>`)}
              </tr>
              ${table.lines.map(rowOf)}
            </tbody>`,
        )}
      </table>`,
    )}
  </section>`;
}

function rowOf(line: UsageLine): Markup {
  const number = (amount: number | null) => (amount ?? 0).toLocaleString("en-US");
  const cells = [
    lineCostText(line),
    number(line.calls),
    number(line.inputTokens),
    number(line.cacheReadTokens),
    writtenText(line),
    number(line.outputTokens),
    number(line.thinkingTokens),
  ];
  return html`<tr>
    <td class="context-words">${line.name}</td>
    ${cells.map((cell) => html`<td>${cell}</td>`)}
  </tr>`;
}
