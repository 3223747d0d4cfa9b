import { lawStanding } from "../sim/law-totals.ts";
import type { LawReport } from "../sim/scenario-report.ts";
import { html, type Markup } from "./markup.ts";
import { wide } from "./scrolling.ts";

const marks = { holds: "✓", broken: "✗", unknown: "?", "not exercised": "–" } as const;
const tones = { holds: "good", broken: "bad", unknown: "bad", "not exercised": "wait" } as const;

export function lawTable(laws: readonly LawReport[]): Markup {
  return wide(
    "Laws",
    html`<table class="laws">
      <thead>
        <tr>
          <th>Law</th>
          <th>Standing</th>
          <th class="n">Held</th>
          <th class="n">Not ex.</th>
          <th class="n">Broken</th>
          <th class="n">Unknown</th>
          <th class="n">Exercised</th>
        </tr>
      </thead>
      <tbody>
        ${laws.map((law) => {
          const standing = lawStanding(law);
          return html`<tr>
            <td>${law.law} ${law.name}</td>
            <td class="tone-${tones[standing]}">${marks[standing]} ${standing}</td>
            ${[law.holds, law.notExercised, law.broken, law.unknown, law.exercised].map(cell)}
          </tr> `;
        })}
      </tbody>
    </table>`,
  );
}

const cell = (count: number) =>
  html`<td class="n${count === 0 ? " zero" : ""}">${count.toLocaleString("en-US")}</td>`;
