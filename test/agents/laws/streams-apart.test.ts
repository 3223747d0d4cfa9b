import { expect, test } from "bun:test";
import { checkStreamsApart } from "../../../src/agents/laws/streams-apart.ts";
import { recordOf, request } from "./hand-made.ts";

const requests = [
  request(1, { text: "about Oslo", sent: "Rain " }),
  request(2, { text: "about Oslo, and rain", sent: "in Oslo." }),
  request(3, { text: "about Rome", sent: "Sun." }),
];
const received = (words: string | RegExp, text: string) =>
  checkStreamsApart(recordOf(requests, { received: [{ words, text }] }));

test("holds of one reply, and of a conversation's replies together", () => {
  expect(received("Rome", "Sun.")).toEqual({ type: "holds", exercised: 1 });
  expect(received(/oslo/gi, "Rain in Oslo.")).toEqual({ type: "holds", exercised: 1 });
});

test.each([
  ["Rome", "Rain "],
  ["Rome", "Su"],
  ["Lima", "Sun."],
])("is broken where %s received %j", (words, text) => {
  expect(received(words, text)).toMatchObject({ type: "broken" });
});

test("is broken by a part of what failed in the middle", () => {
  const cut = request(1, { sent: "Hel", end: { type: "failed" } });
  const record = recordOf([cut], { received: [{ words: "hello", text: "Hel" }] });
  expect(checkStreamsApart(record)).toMatchObject({ type: "broken" });
});

test("says nothing of exact bytes", () => {
  const raw = recordOf([request(1, { sent: null })], { received: [{ words: "hello", text: "x" }] });
  expect(checkStreamsApart(raw)).toEqual({ type: "not-exercised" });
});
