import { describe, expect, test } from "bun:test";
import type { JsonObject } from "../../src/core/json.ts";
import { textOf } from "../../src/replies/request-text.ts";

test("system, words, inputs of tool calls and results are read, on Anthropic's wire", () => {
  const text = textOf({
    model: "unread",
    system: [{ type: "text", text: "Be kind.", cache_control: { type: "ephemeral" } }],
    tools: [{ name: "weather", description: "unread" }],
    messages: [
      { role: "user", content: "In Oslo?" },
      {
        role: "assistant",
        content: [
          {
            type: "tool_use",
            id: "unread",
            name: "unread",
            input: { name: "Oslo", at: [{ id: "x" }] },
          },
        ],
      },
      {
        role: "user",
        content: [{ type: "tool_result", tool_use_id: "unread", content: "rain" }],
      },
    ],
  });
  expect(text).toBe("Be kind.\nIn Oslo?\nOslo\nx\nrain");
});

test("the same on OpenAI's, where inputs of tool calls are text", () => {
  const call = { name: "unread", arguments: '{"name":"Oslo\\n2"}' };
  expect(
    textOf({
      messages: [
        { role: "system", content: "Be kind." },
        { role: "assistant", tool_calls: [{ id: "unread", type: "function", function: call }] },
        { role: "tool", tool_call_id: "unread", content: "rain" },
      ],
    }),
  ).toBe("Be kind.\nOslo\n2\nrain");
  expect(
    textOf({
      instructions: "Be kind.",
      input: [
        { type: "function_call", call_id: "unread", ...call },
        { type: "function_call", call_id: "unread", name: "unread", arguments: "{broken" },
        { type: "function_call_output", call_id: "unread", output: "rain" },
      ],
    }),
  ).toBe("Be kind.\nOslo\n2\n{broken\nrain");
});

describe("what carries no words is not read:", () => {
  const words = { type: "text", text: "words" };
  const inMessage = (...content: readonly JsonObject[]) =>
    textOf({ messages: [{ role: "user", content }] });

  test.each<[string, JsonObject]>([
    [
      "a picture's bytes",
      { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
    ],
    [
      "a picture's address",
      { type: "image", source: { type: "url", url: "https://a.test/b.png" } },
    ],
    ["a picture's file", { type: "image", source: { type: "file", file_id: "file_1" } }],
    ["a picture of OpenAI's", { type: "image_url", image_url: { url: "data:,x", detail: "low" } }],
    ["the same in Responses", { type: "input_image", image_url: "data:,x", detail: "low" }],
    ["a sound", { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } }],
    ["a file", { type: "file", file: { file_data: "data:,x", file_id: "file_1" } }],
    ["a file by its address", { type: "input_file", file_url: "https://a.test/b.pdf" }],
    ["hidden thought", { type: "reasoning", summary: [], encrypted_content: "gAAAA" }],
    ["a found page", { type: "web_search_tool_result", content: [{ encrypted_content: "Er8" }] }],
  ])("%s", (_what, part) => {
    expect(inMessage(words, part)).toBe("words");
    expect(inMessage({ type: "tool_result", tool_use_id: "t", content: [part] })).toBe("");
  });

  test("but a document that was sent as text is, with its title", () => {
    const document = (source: JsonObject) => inMessage({ type: "document", title: "T", source });
    expect(document({ type: "text", media_type: "text/plain", data: "all of it" })).toBe(
      "T\nall of it",
    );
    expect(document({ type: "content", content: [words] })).toBe("T\nwords");
    expect(document({ type: "content", content: "words" })).toBe("T\nwords");
  });

  test("and so are a tool's inputs, whatever they are called", () => {
    const input = { source: { data: "a" }, detail: "b", image_url: "c", file_data: "d" };
    expect(inMessage({ type: "tool_use", id: "t", name: "n", input })).toBe("a\nb\nc\nd");
  });
});
