import type { Delta } from "../../core/reply/delta.ts";
import type { Habit } from "./habit.ts";
import type { ServerEvent } from "./server-event.ts";

/**
 * A reply with several calls, whose pieces take turns: all begin, then each says a bit, then all end. Only their numbers, or
 * on Responses the ids of their items, tell them apart, so that a server without either cannot have this way.
 */
export function inTurns(
  events: readonly ServerEvent[],
  habits: readonly Habit[],
): readonly ServerEvent[] {
  if (!habits.some(({ type }) => type === "calls-in-turns")) return events;
  const opening = events.filter(isOpening);
  if (opening.length < 2 || areAmbiguous(habits)) return events;
  const from = events.indexOf(opening[0]!);
  const to = events.findLastIndex((event) => callBlockOf(event) !== null);
  const calls = events.slice(from, to + 1);
  if (calls.some(({ deltas }) => deltas.some((delta) => !isOfCall(delta)))) return events;
  const pieces = calls.filter((event) => !isOpening(event) && callBlockOf(event) !== null);
  const others = calls.filter((event) => callBlockOf(event) === null);
  return [
    ...events.slice(0, from),
    ...opening,
    ...takingTurns(pieces),
    ...others,
    ...events.slice(to + 1),
  ];
}

function takingTurns(pieces: readonly ServerEvent[]): readonly ServerEvent[] {
  const blocks = [...new Set(pieces.map(callBlockOf))];
  const lanes = blocks.map((block) => pieces.filter((piece) => callBlockOf(piece) === block));
  const longest = Math.max(0, ...lanes.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => lanes.map((lane) => lane[turn]))
    .flat()
    .filter((piece) => piece !== undefined);
}

const isOfCall = ({ type }: Delta): boolean => type === "tool-use" || type === "tool-input";

const isOpening = ({ deltas }: ServerEvent): boolean =>
  deltas.some(({ type }) => type === "tool-use");

/** The number of the call that an event brings something of; `null`: it brings nothing. */
export const callBlockOf = ({ deltas }: ServerEvent): number | null =>
  deltas.find(isOfCall)?.block ?? null;

const areAmbiguous = (habits: readonly Habit[]): boolean =>
  habits.some(
    (habit) =>
      habit.type === "call-index" ||
      habit.type === "index-zero" ||
      (habit.type === "call-ids" && habit.as === "moving"),
  ) || ["item-index", "item-ids"].every((name) => habits.some(({ type }) => type === name));
