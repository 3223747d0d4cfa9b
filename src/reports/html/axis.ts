import { timeText } from "../time-text.ts";
import type { Moment, Timeline } from "./timeline.ts";

/** Where moments are along a timeline, in pixels. */
export interface Axis {
  readonly widthPx: number;
  readonly x: (moment: Moment) => number;
  readonly ticks: readonly { readonly xPx: number; readonly label: string }[];
}

const marginPx = 12;
/** For a mark at the very end. */
const rightPx = 24;
const tickEveryPx = 120;

/** An axis of time. */
export function timeAxis({ moments }: Timeline): Axis {
  const endMs = Math.max(1, moments.at(-1)?.atMs ?? 1);
  const widthPx = 1100;
  const scale = (widthPx - marginPx - rightPx) / endMs;
  const stepMs = niceStepMs(tickEveryPx / scale);
  const count = Math.floor(endMs / stepMs) + 1;
  return {
    widthPx,
    x: (moment) => marginPx + moment.atMs * scale,
    ticks: Array.from({ length: count }, (_, index) => ({
      xPx: marginPx + index * stepMs * scale,
      label: timeText(index * stepMs),
    })),
  };
}

/** An axis of order only, for runs where much happens at the same virtual time. */
export function orderAxis({ moments }: Timeline): Axis {
  const end = Math.max(1, moments.at(-1)?.place ?? 1);
  const widthPx = Math.min(9000, Math.max(1100, Math.round(end * 7)));
  const scale = (widthPx - marginPx - rightPx) / end;
  const ticks: { xPx: number; label: string }[] = [];
  for (const moment of moments) {
    const xPx = marginPx + moment.place * scale;
    if (xPx - (ticks.at(-1)?.xPx ?? -tickEveryPx) < tickEveryPx) continue;
    ticks.push({ xPx, label: `#${moment.seq} · ${timeText(moment.atMs)}` });
  }
  return { widthPx, x: (moment) => marginPx + moment.place * scale, ticks };
}

function niceStepMs(atLeastMs: number): number {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3];
  const found = steps.find((step) => step >= atLeastMs);
  return found ?? Math.ceil(atLeastMs / 60_000) * 60_000;
}
