import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Message } from "../../src/core/message.ts";
import { withUniqueIds } from "../../src/providers/conversation-ids.ts";

const legal = /^[a-zA-Z0-9_-]+$/;
const turnOf = (ids: readonly string[]): readonly Message[] => [
  {
    role: "assistant",
    content: ids.map((callId) => ({ type: "tool-use", callId, tool: "t", input: {} })),
  },
  {
    role: "user",
    content: ids.map((callId) => ({ type: "tool-result", callId, text: callId, isError: false })),
  },
];
const idsOf = (messages: readonly Message[]) =>
  messages.map(({ content }) => content.map((block) => ("callId" in block ? block.callId : "")));

test("ids are each once in a conversation and legal, and each result keeps its call", () => {
  const turn = fc.uniqueArray(
    fc.oneof(fc.constantFrom("a", "b", "functions.write:0"), fc.string({ minLength: 1 })),
    { minLength: 1, maxLength: 3 },
  );
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 6 }), (turns) => {
      const messages = turns.flatMap(turnOf);
      const renamed = withUniqueIds(messages, legal);
      const calls = idsOf(renamed.filter(({ role }) => role === "assistant"));
      expect(idsOf(renamed.filter(({ role }) => role === "user"))).toEqual(calls);
      const all = calls.flat();
      expect(new Set(all).size).toBe(all.length);
      for (const id of all) expect(id).toMatch(legal);
      expect(withUniqueIds(messages, legal)).toEqual(renamed);
    }),
  );
});

test("a server's own ids stay as they are", () => {
  const messages = [...turnOf(["call_1", "D681PevKs"]), ...turnOf(["functions.read:1"])];
  expect(withUniqueIds(messages, /./)).toEqual(messages);
});
