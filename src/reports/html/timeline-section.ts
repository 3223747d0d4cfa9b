import { timeText } from "../time-text.ts";
import { orderAxis, timeAxis } from "./axis.ts";
import { html, type Markup, nothing } from "./markup.ts";
import { wide } from "./scrolling.ts";
import type { Lane, Moment, Timeline } from "./timeline.ts";
import { drawTimeline } from "./timeline-drawing.ts";

/** A timeline, and below it the same as a table; nothing where nobody did anything. Every id begins with `prefix`. */
export function timelineSection(timeline: Timeline, prefix: string): Markup {
  if (timeline.lanes.length === 0) return nothing;
  const rowId = (seq: number) => `${prefix}-e${seq}`;
  const draw = (name: "time" | "order") => {
    const axis = name === "time" ? timeAxis(timeline) : orderAxis(timeline);
    return html`<div class="by-${name}">${drawTimeline(timeline, axis, rowId)}</div>`;
  };
  const takesTime = (timeline.moments.at(-1)?.atMs ?? 0) > 0;
  const radio = (name: "time" | "order", text: string, checked: boolean) =>
    html`<input
        type="radio"
        name="${prefix}-axis"
        id="${prefix}-${name}"
        class="pick-${name}"
        ${checked ? html` checked` : nothing}
      /><label for="${prefix}-${name}">${text}</label>`;
  const byTime = takesTime && isSpread(timeline.moments);
  const pick = takesTime
    ? html`${radio("time", "by time", byTime)}${radio("order", "by order of events", !byTime)}`
    : html`<p class="note">
        All of it happened at one moment of virtual time, so it is shown in the order of events.
      </p>`;
  return html`<h4>Timeline</h4>
    <div class="timeline">
      ${pick}
      <div class="lanes">
        <ol class="names">
          ${timeline.lanes.map(laneName)}
        </ol>
        <div class="scroll" tabindex="0" role="group" aria-label="Timeline, scrolls sideways">
          ${takesTime ? draw("time") : nothing}${draw("order")}
        </div>
      </div>
      ${legend}
      <details>
        <summary>What happened, in order</summary>
        ${happenings(timeline, rowId)}
      </details>
    </div>`;
}

/** Whether most moments differ in time; where they do not, the axis shows the order only. */
function isSpread(moments: readonly Moment[]): boolean {
  return new Set(moments.map((moment) => moment.atMs)).size * 4 > moments.length;
}

/** `Tier 3 (Worker): T-1` as `T-1` above `Worker · tier 3`: the part that differs comes first. */
function laneName({ streamId }: Lane): Markup {
  const { tier = "", role = streamId, id } = streamShape.exec(streamId)?.groups ?? {};
  const [first, second] = id === undefined ? [role, tier] : [id, `${role} · ${tier}`];
  return html`<li title="${streamId}"><b>${first}</b><small>${second}</small></li>`;
}

const streamShape = /^(?<tier>Tier \d) \((?<role>[^)]*)\)(?:: (?<id>.*))?$/s;

const sample = (tone: string, text: string) =>
  html`<li>
    <svg width="18" height="10" class="sample" aria-hidden="true">
      <g class="span model ${tone}"><rect width="18" height="10" rx="2.5" /></g></svg
    >${text}
  </li>`;

const legend = html`<ul class="legend">
  <li>Each lane: decisions above, the model's tries in the middle, work below.</li>
  ${sample("good", "completed")}${sample("bad", "discarded, failed or rejected")}${sample("asked", "popup, from its opening to its answer")}${sample("open", "never ended")}${sample("plain", "done")}
</ul>`;

function happenings(timeline: Timeline, rowId: (seq: number) => string): Markup {
  const rows = [
    ...timeline.divides.map(({ at, title }) => ({ at, until: at, tone: "plain", who: "", title })),
    ...timeline.lanes.flatMap(({ streamId, spans, marks }) => [
      ...spans.map(({ from, to, tone, title }) => ({
        at: from,
        until: to,
        tone,
        who: streamId,
        title,
      })),
      ...marks.map(({ at, tone, title }) => ({ at, until: at, tone, who: streamId, title })),
    ]),
  ].toSorted((a, b) => a.at.seq - b.at.seq);
  const taken = new Set<number>();
  return wide(
    "What happened, in order",
    html`<table class="happenings">
      <thead>
        <tr>
          <th class="n">Event</th>
          <th class="n">At</th>
          <th class="n">Took</th>
          <th>Stream</th>
          <th>What</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(({ at, until, tone, who, title }) => {
          // One event may begin two things, but an id may occur only once.
          const id = taken.has(at.seq) ? nothing : html` id="${rowId(at.seq)}"`;
          taken.add(at.seq);
          return html`<tr${id} class="${tone}"><td class="n">${at.seq}</td><td class="n">${timeText(at.atMs)}</td><td class="n">${until.atMs > at.atMs ? timeText(until.atMs - at.atMs) : ""}</td><td>${who}</td><td>${title}</td></tr>
`;
        })}
      </tbody>
    </table>`,
  );
}
