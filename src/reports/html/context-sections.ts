import { type ContextView, contextOf } from "../../core/window/context-view.ts";
import type { Event } from "../../core/event.ts";
import { fold } from "../../core/reduce/reduce.ts";
import { shareText } from "../context/context-bar.ts";
import { contextSection } from "../context/context-page.ts";
import { html, type Markup, nothing } from "./markup.ts";

/** Sessions with fewer turns are left out. */
const turnsMin = 2;
/** The most messages, and the most calls, that are listed for each session. */
const rowsMax = 100;

/** What filled the context window of each session with several turns, in folded sections. */
export function contextSections(log: readonly Event[]): Markup {
  const views = viewsOf(log).filter(({ calls }) => (calls.at(-1)?.turn ?? 0) >= turnsMin);
  if (views.length === 0) return nothing;
  return html`<h4>What filled each context</h4>
    ${views.map(
      (view) =>
        html`<details class="stream">
          <summary>
            <b>${view.sessionId}</b>
            <small>${summaryText(view)}</small>
          </summary>
          ${contextSection(view, { order: "turn", rowsMax, standing: "running" })}
        </details> `,
    )}`;
}

/** The sessions at the end of the log. */
function viewsOf(log: readonly Event[]): readonly ContextView[] {
  // A part of a log, without its beginning, cannot be reduced to a state.
  if (log[0]?.type !== "run.started") return [];
  const state = fold(log)!;
  return [...state.sessions.keys()].flatMap((id) => contextOf(state, id, state.nowMs) ?? []);
}

function summaryText({ calls, utilisation, dropped, failure }: ContextView): string {
  const droppedCount = dropped.turns.length + dropped.results.length;
  return [
    `${calls.length} calls`,
    ...(utilisation === null ? [] : [`${shareText(utilisation)} full`]),
    ...(droppedCount === 0 ? [] : ["turns were dropped"]),
    ...(failure === null ? [] : [`failed: ${failure.code}`]),
  ].join(", ");
}
