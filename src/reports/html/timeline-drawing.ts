import type { Axis } from "./axis.ts";
import { html, type Markup, nothing } from "./markup.ts";
import type { Mark, Row, Span, Timeline } from "./timeline.ts";

export const laneHeightPx = 54;
export const axisHeightPx = 24;

const rows: Readonly<Record<Row, { readonly top: number; readonly height: number }>> = {
  gate: { top: 5, height: 12 },
  model: { top: 20, height: 16 },
  work: { top: 39, height: 11 },
};

const spanMinPx = 3;
/** About the width of a character of a label. */
const characterPx: Readonly<Record<Row, number>> = { gate: 4.9, model: 6.2, work: 4.9 };

/** Draws a timeline along an axis, as SVG. Each span and mark links to its row in the table of events. */
export function drawTimeline(
  timeline: Timeline,
  axis: Axis,
  rowId: (seq: number) => string,
): Markup {
  const heightPx = axisHeightPx + timeline.lanes.length * laneHeightPx;
  const laneTop = (index: number) => axisHeightPx + index * laneHeightPx;
  return html`<svg
    class="drawing"
    width="${axis.widthPx}"
    height="${heightPx}"
    role="group"
    aria-label="Timeline"
  >
    ${timeline.lanes.map((_, index) => html`<rect class="band band-${index % 2}" x="0" y="${laneTop(index)}" width="100%" height="${laneHeightPx}" />`)}
    ${axis.ticks.map(({ xPx, label }) => html`<line class="tick" x1="${round(xPx)}" x2="${round(xPx)}" y1="16" y2="${heightPx}" /><text class="tick-label" x="${round(xPx + 3)}" y="13">${label}</text>`)}
    ${timeline.divides.map(({ at, title }) => html`<a href="#${rowId(at.seq)}"><title>${title}</title><line class="divide" x1="${round(axis.x(at))}" x2="${round(axis.x(at))}" y1="0" y2="${heightPx}" /></a>`)}
    ${timeline.lanes.map(
      (lane, index) =>
        html`<g transform="translate(0 ${laneTop(index)})"
          >${lane.spans.map((span) => drawSpan(span, axis, rowId))}${lane.marks.map((mark) => drawMark(mark, axis, rowId))}</g
        > `,
    )}
  </svg>`;
}

function drawSpan(span: Span, axis: Axis, rowId: (seq: number) => string): Markup {
  const { top, height } = rows[span.row];
  const x = axis.x(span.from);
  const width = Math.max(spanMinPx, axis.x(span.to) - x);
  if (span.tone === "wait") {
    const middle = top + height / 2;
    return html`<a href="#${rowId(span.from.seq)}"
      ><title>${span.title}</title
      ><line class="wait" x1="${round(x)}" x2="${round(x + width)}" y1="${middle}" y2="${middle}"
    /></a>`;
  }
  const label = labelOf(span);
  const fits = label.length * characterPx[span.row] + 6 <= width;
  const text = fits
    ? html`<text class="in-bar" x="${round(x + 4)}" y="${top + height - (height - 8) / 2}"
        >${label}</text
      >`
    : nothing;
  return html`<a href="#${rowId(span.from.seq)}" class="span ${span.row} ${span.tone}"
    ><title>${span.title}</title
    ><rect
      x="${round(x)}"
      y="${top}"
      width="${round(width)}"
      height="${height}"
      rx="2.5"
    />${text}</a
  >`;
}

function drawMark(mark: Mark, axis: Axis, rowId: (seq: number) => string): Markup {
  const { top, height } = rows[mark.row];
  // A bar of that row ends here.
  const besidePx = mark.row === "model" ? 9 : 0;
  return html`<a href="#${rowId(mark.at.seq)}" class="mark ${mark.tone}"
    ><title>${mark.title}</title
    ><text x="${round(axis.x(mark.at) + besidePx)}" y="${top + height - 1}">${mark.glyph}</text></a
  >`;
}

function round(px: number): number {
  return Math.round(px * 10) / 10;
}

/** The label of a popup is how it was answered. */
function labelOf({ row, tone, label }: Span): string {
  if (row !== "gate") return label;
  if (tone === "open") return `${label} ?`;
  return `${tone === "bad" ? "✗" : "✓"} ${label}`;
}
