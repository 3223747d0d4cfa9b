import type { Wire } from "../reply-source.ts";
import { wires } from "../wires.ts";
import { areContrary } from "./contrary-habits.ts";
import type { Habit } from "./habit.ts";
import { servers } from "./played-servers.ts";

/** On every wire. */
const shared: readonly Habit[] = [
  { type: "line-ends", as: "crlf" },
  { type: "line-ends", as: "crlf-apart" },
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
  { type: "ends", as: "reset" },
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

/** Those of the habits that one server can have: no two of one kind, and none that contradicts one before it. */
export function compatibleHabits(habits: readonly Habit[]): readonly Habit[] {
  const kept: Habit[] = [];
  for (const habit of new Map(habits.map((one) => [one.type, one])).values())
    if (!kept.some((before) => areContrary(before, habit))) kept.push(habit);
  return kept;
}
