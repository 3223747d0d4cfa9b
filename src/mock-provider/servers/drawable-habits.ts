import type { Wire } from "../reply-source.ts";
import { wires } from "../wires.ts";
import type { Habit } from "./habit.ts";
import { servers } from "./played-servers.ts";

/** On every wire. */
const shared: readonly Habit[] = [
  { type: "line-ends", as: "crlf" },
  { type: "line-ends", as: "cr" },
  { type: "no-space" },
  { type: "events-as", as: "many-lines" },
  { type: "events-as", as: "first-line-alone" },
  { type: "events-as", as: "said-twice" },
  { type: "events-as", as: "list" },
  { type: "events-as", as: "encoded-twice" },
  { type: "content-type", value: "application/json" },
  { type: "content-type", value: null },
  { type: "whole-reply" },
  { type: "stream-errors", as: "exception" },
  { type: "errors", as: "error-code" },
  { type: "errors", as: "errors-list" },
  { type: "errors", as: "problem" },
  { type: "errors", as: "nested" },
  { type: "errors", as: "fault" },
  { type: "errors", as: "in-result" },
  { type: "errors", as: "in-response" },
  { type: "errors", as: "named-by-class" },
  { type: "errors", as: "xml" },
  { type: "errors", as: "plain" },
  { type: "stream-errors", as: "detail" },
  { type: "stream-errors", as: "code-and-msg" },
  { type: "stream-errors", as: "list" },
  { type: "stream-errors", as: "in-result" },
  { type: "waits-told", as: "fraction" },
  { type: "waits-told", as: "date" },
  { type: "statuses", overloaded: 520 },
  { type: "comment", text: " ping", at: "each" },
  { type: "empty-events" },
  { type: "notices", text: "data: [PROCESSING]" },
  { type: "notices", text: "event: status\ndata: queued" },
  { type: "notices", text: 'data: {"status":"queued","message":"Your request is queued."}' },
  { type: "waits", text: "data: OPENROUTER PROCESSING", times: 4, everyMs: 20_000 },
  { type: "waits", text: ": waiting", times: 4, everyMs: 20_000 },
  { type: "pieces", bytes: null },
  { type: "pieces", bytes: 11 },
];

/** What a server wants back goes with what it sends, which a way drawn by itself lacks. */
const demands: ReadonlySet<string> = new Set(["unsigned-calls", "call-ids"]);

/** The ways that may be drawn by themselves for servers of a wire. */
export function drawableHabits(wire: Wire): readonly Habit[] {
  const known = servers
    .filter((server) => server.wire === wire)
    .flatMap(({ habits }) => habits)
    .filter((habit) => habit.type !== "refuses" || !demands.has(habit.what.type))
    .map(({ source: _, ...habit }) => habit as Habit);
  const all = [...shared, ...wires[wire].strayHabits, ...known];
  return [...new Map(all.map((habit) => [JSON.stringify(habit), habit])).values()];
}

/**
 * Pairs of ways that no server is given together: between them nothing tells what a reader needs, or a call that comes
 * whole with its opening has no time of its own, so that only its reader decides what it comes before.
 */
const contradictions: readonly (readonly [string, string])[] = [
  ["input-at-end", "bare-end"],
  // The number is what the calls are under.
  ["calls-by-number", "call-index"],
  // Behind an end with its counts a connection may be left open: between such ends nothing but time tells them apart.
  ["finish after-each", "usage"],
  ["finish after-each", "ends"],
  // Bare lines of JSON have no place for events.
  ["notices", "events-as json-lines"],
  // Of words that are told by their end alone, and never ended, nothing tells that calls follow them.
  ["items-whole", "open-words"],
  ["finish none", "ends no-sentinel"],
  ["input-first", "text-in-calls"],
  ["input-first", "late-block-stops"],
  ["input-first", "no-block-stops"],
  ["input-first", "calls-in-turns"],
];

/** Those of the habits that one server can have: no two of one kind, and none that contradicts one before it. */
export function compatibleHabits(habits: readonly Habit[]): readonly Habit[] {
  const kept: Habit[] = [];
  for (const habit of new Map(habits.map((one) => [one.type, one])).values())
    if (!kept.some((before) => areContrary(before, habit))) kept.push(habit);
  return kept;
}

const areContrary = (one: Habit, other: Habit): boolean =>
  contradictions.some(
    ([first, second]) =>
      (isCalled(one, first) && isCalled(other, second)) ||
      (isCalled(one, second) && isCalled(other, first)),
  );

const isCalled = (habit: Habit, name: string): boolean =>
  name === habit.type || ("as" in habit && name === `${habit.type} ${habit.as}`);
