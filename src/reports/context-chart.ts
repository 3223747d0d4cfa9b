import type { ContextTurn } from "../core/context-history.ts";
import type { ContextView } from "../core/context-view.ts";
import { shareText, tokensText } from "./context-bar.ts";
import { html, type Markup } from "./html/markup.ts";

const widthPx = 960;
const heightPx = 260;
const left = 64;
const right = 96;
const top = 16;
const bottom = 30;
const barPxMax = 28;
const ticks = 4;
const farFactor = 5;

/** A session's prompts over its calls: what the cache gave, what it kept and what was new, against the window. */
export function contextChart(view: ContextView): Markup {
  const { calls } = view;
  const highest = calls.reduce((most, call) => Math.max(most, call.reportedTokens), 1);
  // A window that is far above would press all columns to the ground.
  const limitTokens =
    (view.limitTokens ?? Infinity) > highest * farFactor ? null : view.limitTokens;
  const scaleTokens = niceTokens(Math.max(highest, limitTokens ?? 0));
  const y = (tokens: number) => top + (heightPx - top - bottom) * (1 - tokens / scaleTokens);
  const slot = (widthPx - left - right) / Math.max(1, calls.length);
  const bar = Math.min(barPxMax, slot * 0.8);
  const x = (index: number) => left + index * slot + (slot - bar) / 2;
  const label = `Prompt tokens of ${calls.length} calls of ${view.sessionId}`;
  return html`<svg
    class="context-chart"
    viewBox="0 0 ${widthPx} ${heightPx}"
    role="img"
    aria-label="${label}"
  >
    ${Array.from({ length: ticks + 1 }, (_, index) => tick((scaleTokens / ticks) * index, y))}
    ${calls.map((call, index) => column(call, calls[index - 1], { x: x(index), width: bar, y }))}
    ${turnLabels(calls, (index) => x(index) + bar / 2)}
    ${limitLines(limitTokens, view.replyTokens, y)}
  </svg>`;
}

function tick(tokens: number, y: (tokens: number) => number): Markup {
  const at = px(y(tokens));
  return html`<line
      class="context-grid"
      x1="${left}"
      x2="${widthPx - right}"
      y1="${at}"
      y2="${at}"
    /><text class="context-tick" x="${left - 8}" y="${at}" dy="4" text-anchor="end"
      >${shortTokens(tokens)}</text
    >`;
}

function column(
  call: ContextTurn,
  before: ContextTurn | undefined,
  place: { readonly x: number; readonly width: number; readonly y: (tokens: number) => number },
): Markup {
  const { x, width, y } = place;
  const { cacheReadTokens, cacheWriteTokens, inputTokens } = call.reported;
  let base = 0;
  const part = (name: string, tokens: number): Markup => {
    if (tokens === 0) return html``;
    const [from, to] = [y(base), y(base + tokens)];
    base += tokens;
    return html`<rect
      class="context-${name}"
      x="${px(x)}"
      y="${px(to)}"
      width="${px(width)}"
      height="${px(Math.max(0.5, from - to))}"
    />`;
  };
  const hasTrimmed =
    (before?.drops.resultsThrough ?? 0) !== call.drops.resultsThrough ||
    (before?.drops.turnsThrough ?? 0) !== call.drops.turnsThrough;
  const estimate = px(y(call.estimatedTokens));
  const middle = x + width / 2;
  return html`<g${call.completed ? html`` : html` class="context-discarded"`}><title>${columnTitle(call)}</title>
${part("read", cacheReadTokens)}${part("written", cacheWriteTokens)}${part("new", inputTokens)}
<line class="context-estimate" x1="${px(x - 1)}" x2="${px(x + width + 1)}" y1="${estimate}" y2="${estimate}"/>
${hasTrimmed ? html`<path class="context-trim" d="M${px(middle - 4)} ${heightPx - bottom + 3}h8l-4 6z" />` : html``}</g>`;
}

function columnTitle(call: ContextTurn): string {
  const { reported, estimatedTokens, error } = call;
  const off = error === null ? "" : ` (${error >= 0 ? "+" : "−"}${shareText(Math.abs(error))})`;
  return [
    `Turn ${call.turn}, try ${call.try}${call.completed ? "" : ", discarded"}: ${tokensText(call.reportedTokens)} tokens`,
    `${tokensText(reported.cacheReadTokens)} from the cache, ${tokensText(reported.cacheWriteTokens)} kept in it, ${tokensText(reported.inputTokens)} new`,
    `estimated ${tokensText(estimatedTokens)}${off}`,
    ...(call.cache.miss === null ? [] : [`cache: ${call.cache.miss}`]),
  ].join("\n");
}

const turnLabelPxMin = 34;

function turnLabels(calls: readonly ContextTurn[], x: (index: number) => number): Markup[] {
  let lastPx = -Infinity;
  return calls.map((call, index) => {
    const at = x(index);
    if (at - lastPx < turnLabelPxMin) return html``;
    lastPx = at;
    return html`<text class="context-tick" x="${px(at)}" y="${heightPx - 6}" text-anchor="middle"
      >${call.turn}</text
    >`;
  });
}

function limitLines(
  limitTokens: number | null,
  replyTokens: number,
  y: (tokens: number) => number,
): Markup {
  if (limitTokens === null) return html``;
  const line = (name: string, tokens: number, text: string): Markup => {
    const at = px(y(tokens));
    return html`<line
        class="context-${name}"
        x1="${left}"
        x2="${widthPx - right}"
        y1="${at}"
        y2="${at}"
      /><text class="context-tick" x="${widthPx - right + 6}" y="${at}" dy="4">${text}</text>`;
  };
  // Names that would stand on each other help nobody.
  const isApart = y(limitTokens - replyTokens) - y(limitTokens) >= 14;
  return html`${line("limit", limitTokens, "window")}${isApart ? line("room", limitTokens - replyTokens, "trims above") : html``}`;
}

const px = (value: number): number => Math.round(value * 10) / 10;

/** The next of 1, 2, 2.5, 4, 5 or 10 times a power of ten. */
function niceTokens(tokens: number): number {
  const power = 10 ** Math.floor(Math.log10(tokens));
  return power * ([1, 2, 2.5, 4, 5, 10].find((step) => step * power >= tokens) ?? 10);
}

function shortTokens(tokens: number): string {
  if (tokens >= 1_000_000) return `${Number((tokens / 1_000_000).toFixed(2))}M`;
  return tokens >= 1_000 ? `${Number((tokens / 1_000).toFixed(1))}k` : `${Math.round(tokens)}`;
}
