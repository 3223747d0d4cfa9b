import type { ContextTurn } from "../../core/window/context-history.ts";
import type { ContextView } from "../../core/window/context-view.ts";
import { tokensText } from "./context-bar.ts";
import { html, type Markup, nothing } from "../html/markup.ts";

/** A part of a stacked column; parts stack from the bottom up. Its CSS class is `context-<name>`. */
export interface Layer {
  readonly name: "read" | "written" | "new" | "fixed" | "files" | "history";
  readonly tokens: number;
}

/** The data of a chart. */
export interface Chart {
  readonly label: string;
  readonly heightPx: number;
  readonly layersOf: (call: ContextTurn) => readonly Layer[];
  readonly titleOf: (call: ContextTurn) => string;
  readonly has: "estimates and limits" | "columns alone";
}

const topPx = 18;
const bottomPx = 34;
const axisPx = 44;
/** A few calls are not drawn as wide as the page. */
const slotShareMax = 6;
const farFactor = 5;

/**
 * Draws a stacked bar chart as SVG. Widths are in per cent and heights in pixels, so that it fits every page and
 * its text keeps its size.
 */
export function plot(
  view: ContextView,
  { label, heightPx, layersOf, titleOf, has }: Chart,
): Markup {
  const { calls, replyTokens, marginTokens } = view;
  const tellsAll = has === "estimates and limits";
  const highest = calls.reduce(
    (most, call) => Math.max(most, call.reportedTokens, tellsAll ? call.estimatedTokens : 0),
    1,
  );
  // A window far above the columns would make them too small to see.
  const isNear = tellsAll && (view.limitTokens ?? Infinity) <= highest * farFactor;
  const limitTokens = isNear ? view.limitTokens : null;
  const stepTokens = niceStep(Math.max(highest, limitTokens ?? 0) / 5);
  const steps = Math.ceil(Math.max(highest, limitTokens ?? 0) / stepTokens);
  const plotPx = heightPx - topPx - bottomPx;
  const y = (tokens: number) => px(topPx + plotPx * (1 - tokens / (steps * stepTokens)));
  const ticks = Array.from({ length: steps + 1 }, (_, index) => index * stepTokens);
  const slot = Math.min(slotShareMax, 100 / Math.max(1, calls.length));
  const place = (index: number) => ({ x: index * slot + slot * 0.1, width: slot * 0.8 });
  const roomTokens = limitTokens === null ? 0 : limitTokens - replyTokens - (marginTokens ?? 0);
  return html`<div class="context-chart">
    <svg class="context-axis" width="${axisPx}" height="${heightPx}" aria-hidden="true">
      ${ticks.map((tokens) => html`<text class="context-tick" x="${axisPx - 6}" y="${y(tokens)}" dy="4" text-anchor="end">${shortTokens(tokens)}</text>`)}
      <text class="context-tick" x="${axisPx - 6}" y="${heightPx - 6}" text-anchor="end">turn</text>
    </svg>
    <svg class="context-plot" width="100%" height="${heightPx}" role="img" aria-label="${label}">
      ${ticks.map((tokens) => line("grid", y(tokens)))}
      ${calls.map((call, index) => column(call, { layers: layersOf(call), title: titleOf(call), ...place(index), y }, has))}
      ${tellsAll ? calls.map((call, index) => trimMark(call, calls[index - 1], middle(place(index)), heightPx)) : nothing}
      ${turnLabels(calls, (index) => middle(place(index)), heightPx)}
      ${limitTokens === null ? nothing : limitLines(limitTokens, roomTokens, y)}
    </svg>
  </div>`;
}

const middle = ({ x, width }: { readonly x: number; readonly width: number }) => x + width / 2;

const line = (name: string, at: number): Markup =>
  html`<line class="context-${name}" x1="0" x2="100%" y1="${at}" y2="${at}" />`;

interface Column {
  readonly layers: readonly Layer[];
  readonly title: string;
  readonly x: number;
  readonly width: number;
  readonly y: (tokens: number) => number;
}

function column(
  call: ContextTurn,
  { layers, title, x, width, y }: Column,
  has: Chart["has"],
): Markup {
  let base = 0;
  const parts = layers.map(({ name, tokens }) => {
    if (tokens === 0) return nothing;
    const [from, to] = [y(base), y(base + tokens)];
    base += tokens;
    return html`<rect
      class="context-${name}"
      x="${percent(x)}"
      y="${to}"
      width="${percent(width)}"
      height="${px(Math.max(0.5, from - to))}"
    />`;
  });
  const at = y(call.estimatedTokens);
  const estimate = html`<line
    class="context-estimate"
    x1="${percent(x)}"
    x2="${percent(x + width)}"
    y1="${at}"
    y2="${at}"
  />`;
  return html`<g${call.completed ? nothing : html` class="context-discarded"`}><title>${title}</title>${parts}${has === "columns alone" ? nothing : estimate}</g>`;
}

function trimMark(
  call: ContextTurn,
  before: ContextTurn | undefined,
  x: number,
  heightPx: number,
): Markup {
  const hasTrimmed =
    (before?.drops.resultsThrough ?? 0) !== call.drops.resultsThrough ||
    (before?.drops.turnsThrough ?? 0) !== call.drops.turnsThrough;
  return hasTrimmed
    ? html`<text
        class="context-trim"
        x="${percent(x)}"
        y="${heightPx - bottomPx + 12}"
        text-anchor="middle"
        >▼</text
      >`
    : nothing;
}

const turnLabelsMax = 8;

/**
 * Labels for turns, at the first try of each; of many turns only some, so that labels stay apart on a narrow page.
 */
function turnLabels(
  calls: readonly ContextTurn[],
  x: (index: number) => number,
  heightPx: number,
): Markup[] {
  const turns = (calls.at(-1)?.turn ?? 1) - (calls[0]?.turn ?? 1) + 1;
  const step = niceStep(turns / turnLabelsMax);
  return calls.map(({ turn }, index) => {
    if (calls[index - 1]?.turn === turn) return nothing;
    if (turn % step !== 0 && !(turn === 1 && step > 2)) return nothing;
    return html`<text
      class="context-tick"
      x="${percent(x(index))}"
      y="${heightPx - 6}"
      text-anchor="middle"
      >${turn}</text
    >`;
  });
}

/** Labels nearer than this would overlap. */
const apartPx = 16;

function limitLines(
  limitTokens: number,
  roomTokens: number,
  y: (tokens: number) => number,
): Markup {
  const named = (name: string, tokens: number, text: string): Markup =>
    html`${line(name, y(tokens))}<text
        class="context-name"
        x="100%"
        y="${y(tokens)}"
        dy="-4"
        text-anchor="end"
        >${text}</text
      >`;
  const isApart = y(roomTokens) - y(limitTokens) >= apartPx;
  return html`${named("limit", limitTokens, `window ${tokensText(limitTokens)}`)}
  ${isApart ? named("room", roomTokens, "trims above") : line("room", y(roomTokens))}`;
}

const px = (value: number): number => Math.round(value * 10) / 10;
const percent = (value: number): string => `${Number(value.toFixed(3))}%`;

/** The next number that is 1, 2 or 5 times a power of ten, at least 1. */
function niceStep(least: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, least))));
  return power * ([1, 2, 5, 10].find((step) => step * power >= least) ?? 10);
}

function shortTokens(tokens: number): string {
  if (tokens >= 1_000_000) return `${Number((tokens / 1_000_000).toFixed(2))}M`;
  return tokens >= 1_000 ? `${Number((tokens / 1_000).toFixed(1))}k` : `${Math.round(tokens)}`;
}
