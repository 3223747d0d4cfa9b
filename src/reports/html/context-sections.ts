import { type ContextView, contextOf } from "../../core/context-view.ts";
import type { Event } from "../../core/event.ts";
import { fold } from "../../core/reduce/reduce.ts";
import { shareText } from "../context/context-bar.ts";
import { contextSection } from "../context/context-page.ts";
import { html, type Markup, nothing } from "./markup.ts";

/** One turn alone makes no chart worth a look. */
const turnsMin = 2;
/** Of messages, and of calls, for each session: a report may tell of many. */
const rowsMax = 100;

/** What filled the window of each session that went on for more than one turn, folded. */
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

/** At the log's end. */
function viewsOf(log: readonly Event[]): readonly ContextView[] {
  // A report may hold only a part of a log, and that cannot be folded.
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
