import { expect, test } from "bun:test";
import type { Habit } from "../../../src/mock-provider/servers/habit.ts";
import { inTurns } from "../../../src/mock-provider/servers/in-turns.ts";
import type { ServerEvent } from "../../../src/mock-provider/servers/server-event.ts";

const event = (name: string, deltas: ServerEvent["deltas"]): ServerEvent => ({
  kind: null,
  data: { name },
  deltas,
  usage: null,
});
const begin = (block: number) =>
  event(`begin ${block}`, [{ type: "tool-use", block, callId: `c${block}`, tool: "read" }]);
const piece = (block: number, json: string) =>
  event(`${json} of ${block}`, [{ type: "tool-input", block, json }]);
const stop = (block: number) => event(`stop ${block}`, []);
const namesOf = (events: readonly ServerEvent[]) => events.map(({ data }) => data?.["name"]);

const text = event("text", [{ type: "text", block: 0, text: "Now." }]);
const first = [begin(1), piece(1, "a"), piece(1, "b"), stop(1)];
const second = [begin(2), piece(2, "x"), piece(2, "y"), piece(2, "z")];
const reply = [text, ...first, ...second, stop(2)];
const turns: Habit = { type: "calls-in-turns" };

test("the pieces of several calls take turns, and each call keeps the order of its own", () => {
  expect(namesOf(inTurns(reply, [turns]))).toEqual(
    ["text", "begin 1", "begin 2", "a of 1", "x of 2", "b of 1", "y of 2", "z of 2"].concat(
      "stop 1",
      "stop 2",
    ),
  );
});

test.each<[string, readonly ServerEvent[], readonly Habit[]]>([
  ["a server without this way", reply, []],
  ["one call", [text, ...first], [turns]],
  ["calls that have no numbers", reply, [turns, { type: "call-index", as: "none" }]],
  [
    "calls of one number, whose ids move",
    reply,
    [turns, { type: "item-index", as: "zero" }, { type: "item-ids", as: "moving" }],
  ],
  ["words between the calls", [...first, text, ...second], [turns]],
])("%s: the events stay as they are", (_what, events, habits) => {
  expect(inTurns(events, habits)).toBe(events);
});
