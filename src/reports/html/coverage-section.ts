import { ordersText, wordsOfCoverage } from "../sim/coverage-rows.ts";
import { coverageMembers } from "../sim/coverage-member.ts";
import { type CoverageTotals, neverIn, rarestIn, reachedIn } from "../sim/coverage-totals.ts";
import { html, type Markup, nothing } from "./markup.ts";

/** What the schedules reached: of each kind how much, and behind it what was never reached and what seldom. */
export function coverageSection(coverage: CoverageTotals | null, whose: string): Markup {
  if (coverage === null) return nothing;
  return html`<section>
    <h4>Reached, ${whose}</h4>
    ${coverageMembers.map((member) => {
      const counts = coverage[member];
      const all = Object.keys(counts).length;
      if (all === 0) return nothing;
      return html`<details>
        <summary>${reachedIn(counts)} of ${all} ${wordsOfCoverage[member]}</summary>
        <ul>
          ${neverIn(counts).map((name) => html`<li class="tone-wait">never: ${name}</li> `)}
          ${rarestIn(counts).map(
            ([name, schedules]) => html`<li>${schedules.toLocaleString("en-US")}: ${name}</li> `,
          )}
        </ul>
      </details>`;
    })}
    <p class="note">${ordersText(coverage.classes)}</p>
  </section>`;
}
