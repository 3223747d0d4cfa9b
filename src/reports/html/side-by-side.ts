import { wordsBesideCause } from "../sim/event-words.ts";
import { type DifferenceRow, isSameLog, runDifference } from "../sim/run-difference.ts";
import { needLines, raceLines, sameLogWords } from "../sim/explanation-rows.ts";
import type { FailureReport } from "../sim/scenario-report.ts";
import { timeText } from "../time-text.ts";
import { html, type Markup, nothing } from "./markup.ts";
import { longText, wide } from "./scrolling.ts";

/** Why a failure comes about: the run beside the nearest one that passes, from where they go different ways. */
export function sideBySide(failure: FailureReport, prefix: string): Markup {
  if (failure.explanation === null) return nothing;
  const lines = [...raceLines(failure), ...needLines(failure)];
  const difference = runDifference(failure);
  if (difference !== null && isSameLog(difference))
    lines.push(`It passes ${difference.how}, ${sameLogWords}.`);
  return html`${lines.length === 0 ? nothing : html`<div class="messages">${longText("Why it comes about", lines.join("\n"))}</div>`}
  ${
    difference === null || isSameLog(difference)
      ? nothing
      : html`<details open>
          <summary>
            Beside the run that passes ${difference.how}: ${difference.common} events are the same
          </summary>
          <div class="columns">
            ${column(`It fails`, [...difference.before, ...difference.failing], {
              from: difference.common,
              prefix: `${prefix}f`,
            })}
            ${column(`It passes`, [...difference.before, ...difference.passing], {
              from: difference.common,
              prefix: `${prefix}p`,
            })}
          </div>
        </details>`
  }`;
}

function column(
  title: string,
  rows: readonly DifferenceRow[],
  { from, prefix }: { readonly from: number; readonly prefix: string },
): Markup {
  const shown = new Set(rows.map(({ seq }) => seq));
  return html`<section>
    ${wide(
      title,
      html`<table class="steps">
        <thead>
          <tr>
            <th class="n">Event</th>
            <th class="n">At</th>
            <th>${title}</th>
            <th>Because of</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ seq, atMs, words, cause }) =>
              html`<tr id="${prefix}${seq}" class="${seq > from ? "deviates" : ""}">
                <td class="n">${seq}</td>
                <td class="n">${timeText(atMs)}</td>
                <td>${seq > from ? "▸ " : ""}${wordsBesideCause({ words, cause })}</td>
                <td>${causeText(cause, shown, prefix)}</td>
              </tr> `,
          )}
          ${
            rows.every(({ seq }) => seq <= from)
              ? html`<tr class="folded">
                  <td></td>
                  <td></td>
                  <td>nothing more</td>
                  <td></td>
                </tr>`
              : nothing
          }
        </tbody>
      </table>`,
    )}
  </section>`;
}

function causeText(cause: number | null, shown: ReadonlySet<number>, prefix: string): Markup {
  if (cause === null) return nothing;
  return shown.has(cause)
    ? html`<a href="#${prefix}${cause}">← ${cause}</a>`
    : html`<small>← ${cause}</small>`;
}
