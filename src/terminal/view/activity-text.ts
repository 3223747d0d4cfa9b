import { durationText } from "../../core/words/duration-text.ts";
import { limitText } from "../popups/decision-text.ts";
import { sanitizeLine } from "../sanitize.ts";
import type { Activity, Doing } from "./activity.ts";
import { countText } from "../../core/words/count-text.ts";

/** One row on what is under way: who does what since when, how far all is, what was spent, what waits. */
export function activityText(activity: Activity, nowMs: number): string {
  const { done, all } = activity.tickets();
  const waiting = activity.openPopups().length;
  return [
    ...doingTexts(activity.doings(), nowMs),
    ...(all === 0 ? [] : [`${done}/${all} done`]),
    ...spentText(activity),
    ...timeText(activity),
    ...(waiting === 0 ? [] : [countText(waiting, "decision waits", "decisions wait")]),
  ].join(" · ");
}

/** Beside an open popup: what else waits for a decision, and what goes on behind it. */
export function behindText(
  activity: Activity,
  popupId: string,
  heldLines: number,
  nowMs: number,
): string {
  const others = activity.openPopups().filter(({ id }) => id !== popupId);
  const whose = [
    ...new Set(others.map(({ ticketId, trackId, kind }) => ticketId ?? trackId ?? kind)),
  ];
  return [
    ...(others.length === 0
      ? []
      : [
          `${countText(others.length, "more decision waits", "more decisions wait")}: ${shortList(whose.map(sanitizeLine))}`,
        ]),
    ...(heldLines === 0 ? [] : [`${countText(heldLines, "line")} held back`]),
    ...doingTexts(activity.doings(), nowMs),
  ].join(" · ");
}

const shownMax = 3;

const shortList = (names: readonly string[]): string =>
  names.length <= shownMax
    ? names.join(", ")
    : `${names.slice(0, shownMax).join(", ")} and ${names.length - shownMax} others`;

function doingTexts(doings: readonly Doing[], nowMs: number): readonly string[] {
  const shown = doings
    .slice(0, shownMax)
    .map(
      ({ speaker, verb, sinceMs }) =>
        `${sanitizeLine(speaker.shortLabel)} ${sanitizeLine(verb)} ${secondsText(nowMs - sinceMs)}`,
    );
  return doings.length > shownMax ? [...shown, `${doings.length - shownMax} more at work`] : shown;
}

/** Whole seconds, so that it changes once a second. */
function secondsText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function timeText(activity: Activity): readonly string[] {
  const time = activity.time();
  return time === null ? [] : [`${durationText(time.workedMs)} of ${durationText(time.limitMs)}`];
}

function spentText(activity: Activity): readonly string[] {
  const { tokens, costUsd } = activity.spent();
  if (tokens === 0) return [];
  const cost = costUsd === null ? "" : ` $${costUsd.toFixed(2)}`;
  const { tokens: limit, costUsd: limitUsd } = activity.budget();
  const of = limit === null && limitUsd === null ? "" : ` of ${limitText(limit, limitUsd)}`;
  return [`${tokens.toLocaleString("en-US")} tokens${cost}${of}`];
}
