import { choiceText, fewSteps, foldSteps, lineText } from "../sim/fold-steps.ts";
import { namedEvents } from "../sim/named-events.ts";
import { defaultOrderText } from "../sim/step-table.ts";
import { itself, notDeterministic } from "../sim/failure-report-text.ts";
import type { FailureReport } from "../sim/scenario-report.ts";
import { timeText } from "../time-text.ts";
import { html, type Markup, nothing } from "./markup.ts";
import { longText, wide } from "./scrolling.ts";
import { sideBySide } from "./side-by-side.ts";

/** The section on one failure: what is wrong, why, how to replay it, and the steps. Every id in it begins with `prefix`. */
export function failureCard(failure: FailureReport, prefix: string): Markup {
  const count = `${failure.count.toLocaleString("en-US")} of the schedules, first seed ${failure.seed}`;
  return html`<section class="failure">
    <h4>${failure.isKnown ? "known: " : ""}${failure.kind}</h4>
    <p class="note">${count}${seenElsewhere(failure)}</p>
    <div class="messages">
      ${failure.messages.map((message) => longText("What is wrong", message))}
    </div>
    ${failure.deterministic ? nothing : html`<p class="warning">${notDeterministic}</p>`}
    ${named(failure)} ${sideBySide(failure, prefix)}
    <p class="note">Replay it (a click selects all):</p>
    <div class="replay">${longText("The command that replays it", failure.command)}</div>
    ${
      failure.faults.length === 0
        ? nothing
        : html`<details open>
            <summary>Faults that are left (${failure.faults.length})</summary>
            <ul class="faults">
              ${failure.faults.map((fault) => html`<li><code>${fault}</code></li>`)}
            </ul>
          </details>`
    }
    ${failure.steps.length === 0 ? nothing : steps(failure)}
  </section>`;
}

const seenElsewhere = ({ seenIn }: FailureReport): string =>
  seenIn === itself ? "" : `, in ${seenIn}`;

/** What stands in the log where the messages name an event by its number. */
function named(failure: FailureReport): Markup {
  const rows = namedEvents(failure);
  if (rows.length === 0) return nothing;
  return wide(
    "The events that are named",
    html`<table class="steps">
      <thead>
        <tr>
          <th class="n">Event</th>
          <th class="n">At</th>
          <th>The events that are named, and what they came of</th>
          <th>Because of</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ seq, atMs, words, cause, isNamed }) =>
            html`<tr class="${isNamed ? "deviates" : ""}">
              <td class="n">${seq}</td>
              <td class="n">${timeText(atMs)}</td>
              <td>${isNamed ? "▸ " : ""}${words}</td>
              <td>${cause === null ? nothing : html`<small>← ${cause}</small>`}</td>
            </tr> `,
        )}
      </tbody>
    </table>`,
  );
}

function steps(failure: FailureReport): Markup {
  const isDefault = failure.steps.every(({ place }) => place === 0);
  // Then the last ones say nothing of where it went wrong.
  if (isDefault && failure.steps.length > fewSteps)
    return html`<p class="note">${defaultOrderText(failure.steps)}.</p>`;
  const out = failure.steps.filter((step) => step.place !== 0).length;
  const summary = `Steps of the smallest run (${failure.steps.length}, ${out} out of the default order)`;
  return html`<details open>
    <summary>${summary}</summary>
    ${wide(
      "Steps of the smallest run",
      html`<table class="steps">
        <thead>
          <tr>
            <th class="n">Step</th>
            <th class="n">At</th>
            <th>Chosen</th>
            <th>What was released</th>
            <th>Before</th>
          </tr>
        </thead>
        <tbody>
          ${foldSteps(failure.steps).map((line) =>
            line.type !== "step"
              ? html`<tr class="folded">
                  <td></td>
                  <td></td>
                  <td></td>
                  <td>${lineText(line)}</td>
                  <td></td>
                </tr> `
              : html`<tr class="${line.deviates ? "deviates" : ""}">
                  <td class="n">${line.step.step}</td>
                  <td class="n">${timeText(line.step.atMs)}</td>
                  <td>${choiceText(line.step)}</td>
                  <td>${line.deviates ? "▸ " : ""}${line.step.label}</td>
                  <td>${line.step.overtook ?? ""}</td>
                </tr> `,
          )}
        </tbody>
      </table>`,
    )}
  </details>`;
}
