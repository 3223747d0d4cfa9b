import { expect, test } from "bun:test";
import type { JsonObject } from "../../../src/core/json.ts";
import { lastWords } from "../../../src/commands/serve/last-words.ts";

const user = (content: JsonObject[string]) => ({ role: "user", content });
const text = (words: string) => ({ type: "text", text: words });

test.each<[string, JsonObject, string | null]>([
  ["words", { messages: [user("first"), user("last\n words")] }, "last words"],
  [
    "the last part, behind what an agent always says",
    { messages: [user([text("Always mind the rules."), text("And now?")])] },
    "And now?",
  ],
  [
    "a tool's result",
    { messages: [user([{ type: "tool_result", tool_use_id: "t", content: [text("rain")] }])] },
    "rain",
  ],
  [
    "words before a picture",
    { messages: [user([text("What is it?"), { type: "image", source: { type: "base64" } }])] },
    "What is it?",
  ],
  [
    "words before a picture with all that belongs to one",
    {
      messages: [
        user([
          text("What is it?"),
          { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
        ]),
      ],
    },
    "What is it?",
  ],
  ["an input of words", { input: "hello" }, "hello"],
  [
    "an input of items",
    { input: [{ type: "function_call_output", call_id: "c", output: "sun" }] },
    "sun",
  ],
  ["no words at all", { messages: [] }, null],
])("%s", (_what, body, words) => {
  expect(lastWords(body)).toBe(words);
});

test("are the beginning of a long text, and nothing that a terminal obeys", () => {
  const words = lastWords({ messages: [user(`\u001b[31mred\u001b[0m ${"x".repeat(100_000)}`)] });
  expect(words).toStartWith("red xxx");
  expect(words).toEndWith("…");
  expect(words).toHaveLength(200);
});
