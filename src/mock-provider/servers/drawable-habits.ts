import type { Wire } from "../reply-source.ts";
import type { Habit } from "./habit.ts";
import { servers } from "./servers.ts";

/** Ways that no server here has, and that some gateway or version was seen to have (docs/servers.md, "Reading"). */
const others: Readonly<Record<Wire, readonly Habit[]>> = {
  "openai-chat": [
    { type: "usage", as: "none" },
    { type: "usage", as: "null" },
    { type: "usage", as: "total-alone" },
    { type: "usage", as: "other-names" },
    { type: "finish", as: "none" },
    { type: "finish", as: "null-word" },
    { type: "call-ids", as: "empty" },
    { type: "call-index", as: "null" },
    { type: "arguments", as: "object" },
    { type: "arguments", as: "twice-encoded" },
    { type: "idle-chunks", as: "no-choices" },
    { type: "thoughts-in", as: "both" },
    { type: "ends", as: "no-sentinel" },
    { type: "ends", as: "sentinel-twice" },
  ],
  anthropic: [
    { type: "message-usage", as: "none" },
    { type: "message-usage", as: "null" },
    { type: "ends", as: "open" },
  ],
  "openai-responses": [
    { type: "item-ids", as: "none" },
    { type: "item-index", as: "none" },
    { type: "items-whole" },
    { type: "unknown-kinds" },
    { type: "response-usage", as: "none" },
    { type: "response-usage", as: "null" },
    { type: "response-usage", as: "other-names" },
    { type: "ends", as: "open" },
  ],
  gemini: [],
};

/** On every wire. */
const framings: readonly Habit[] = [
  { type: "line-ends", as: "crlf" },
  { type: "line-ends", as: "cr" },
  { type: "no-space" },
  { type: "comment", text: " ping", at: "each" },
  { type: "empty-events" },
  { type: "waits", text: ": waiting", times: 4, everyMs: 20_000 },
  { type: "pieces", bytes: null },
  { type: "pieces", bytes: 3 },
];

/** What a server wants back goes with what it sends, which a way drawn by itself lacks. */
const demands: ReadonlySet<string> = new Set([
  "no-thoughts",
  "unsigned-calls",
  "call-ids",
  "no-thinking",
]);

/** The ways that may be drawn by themselves for servers of a wire. */
export function drawableHabits(wire: Wire): readonly Habit[] {
  const known = servers
    .filter((server) => server.wire === wire)
    .flatMap(({ habits }) => habits)
    .filter((habit) => habit.type !== "refuses" || !demands.has(habit.what.type))
    .map(({ source: _, ...habit }) => habit as Habit);
  const all = [...framings, ...others[wire], ...known];
  return [...new Map(all.map((habit) => [JSON.stringify(habit), habit])).values()];
}
