import { describe, expect, test } from "bun:test";
import type { JsonObject } from "../../src/core/json.ts";
import { readRequest } from "../../src/mock-provider/read-request.ts";
import type { Wire } from "../../src/mock-provider/reply-source.ts";

const read = (wire: Wire, body: JsonObject) => readRequest({ wire, body });
const user = (content: JsonObject[string]): JsonObject => ({ role: "user", content });

describe("a conversation is what was said, in its order", () => {
  test("of Anthropic's wire, without thoughts", () => {
    const body = {
      system: [{ type: "text", text: "Be brief." }],
      messages: [
        user("go"),
        {
          role: "assistant",
          content: [
            { type: "thinking", thinking: "Hm.", signature: "s" },
            { type: "text", text: "Let me see." },
            { type: "tool_use", id: "t", name: "label", input: { id: 7 } },
          ],
        },
        user([
          { type: "tool_result", tool_use_id: "t", content: [{ type: "text", text: "done" }] },
        ]),
      ],
    };
    expect(read("anthropic", body).said).toEqual([
      { type: "text", role: "system", text: "Be brief." },
      { type: "text", role: "user", text: "go" },
      { type: "text", role: "assistant", text: "Let me see." },
      { type: "call", id: "t", tool: "label", input: { id: 7 } },
      { type: "result", id: "t", text: "done" },
    ]);
  });

  test("of Responses, whose items may be of any kind", () => {
    const input = [
      user([{ type: "input_text", text: "go" }]),
      { type: "reasoning", summary: [] },
      { type: "custom_tool_call", call_id: "c", name: "patch", input: "no JSON" },
      { type: "custom_tool_call_output", call_id: "c", output: "done" },
      { type: "web_search_call", id: "w", status: "completed" },
    ];
    expect(read("openai-responses", { instructions: "Be brief.", input }).said).toEqual([
      { type: "text", role: "system", text: "Be brief." },
      { type: "text", role: "user", text: "go" },
      { type: "call", id: "c", tool: "patch", input: "no JSON" },
      { type: "result", id: "c", text: "done" },
      { type: "other", role: "assistant", block: input[4]! },
    ]);
  });
});

test("what one of Codex' agents asks of another begins the other's conversation", () => {
  const envelope = "Message Type: NEW_TASK\nTask name: /root/a\nSender: /root\nPayload:\n";
  const input = [
    user([
      {
        type: "input_text",
        text: "<environment_context>\n  <cwd>/a</cwd>\n</environment_context>",
      },
    ]),
    {
      type: "agent_message",
      author: "/root",
      recipient: "/root/a",
      content: [
        { type: "input_text", text: envelope },
        { type: "encrypted_content", encrypted_content: "Count the lines." },
      ],
    },
  ];
  const { firstUser, lastUser, lastWords, text } = read("openai-responses", { input });
  expect([firstUser, lastUser, lastWords]).toEqual(Array(3).fill("Count the lines."));
  expect(text).toContain("Count the lines.");
  // One that was given all that its parent knows begins with its own task all the same.
  const forked = { input: [user("Mend the greeting."), ...input] };
  expect(read("openai-responses", forked).firstUser).toBe("Count the lines.");
  // What is encrypted of a thought is nobody's words.
  const thought = { type: "reasoning", summary: [], encrypted_content: "secret" };
  expect(read("openai-responses", { input: [thought] }).text).toBe("");
});

test("system, words, inputs of tool calls and results are read, on Anthropic's wire", () => {
  const { text } = read("anthropic", {
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
    read("openai-chat", {
      messages: [
        { role: "system", content: "Be kind." },
        { role: "assistant", tool_calls: [{ id: "unread", type: "function", function: call }] },
        { role: "tool", tool_call_id: "unread", content: "rain" },
      ],
    }).text,
  ).toBe("Be kind.\nOslo\n2\nrain");
  expect(
    read("openai-responses", {
      instructions: "Be kind.",
      input: [
        { type: "function_call", call_id: "unread", ...call },
        { type: "function_call", call_id: "unread", name: "unread", arguments: "{broken" },
        { type: "function_call_output", call_id: "unread", output: "rain" },
      ],
    }).text,
  ).toBe("Be kind.\nOslo\n2\n{broken\nrain");
});

describe("what carries no words is not read:", () => {
  const words = { type: "text", text: "words" };
  const inMessage = (...content: readonly JsonObject[]) =>
    read("anthropic", { messages: [user(content)] }).text;
  const inInput = (...content: readonly JsonObject[]) =>
    read("openai-responses", { input: [user(content)] }).text;
  const inChat = (...content: readonly JsonObject[]) =>
    read("openai-chat", { messages: [user(content)] }).text;

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
    ["a found page", { type: "web_search_tool_result", content: [{ encrypted_content: "Er8" }] }],
  ])("%s", (_what, part) => {
    expect(inMessage(words, part)).toBe("words");
    expect(inMessage({ type: "tool_result", tool_use_id: "t", content: [part] })).toBe("");
  });

  test.each<[string, JsonObject]>([
    ["a picture of OpenAI's", { type: "image_url", image_url: { url: "data:,x", detail: "low" } }],
    ["the same in Responses", { type: "input_image", image_url: "data:,x", detail: "low" }],
    ["a sound", { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } }],
    ["a file", { type: "file", file: { file_data: "data:,x", file_id: "file_1" } }],
    ["a file by its address", { type: "input_file", file_url: "https://a.test/b.pdf" }],
    ["hidden thought", { type: "reasoning", summary: [], encrypted_content: "gAAAA" }],
  ])("%s", (_what, part) => {
    expect(inChat(words, part)).toBe("words");
    expect(inInput(words, part)).toBe("words");
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

const text = (words: string) => ({ type: "text", text: words });

test.each<[string, Wire, JsonObject, string]>([
  ["words", "anthropic", { messages: [user("first"), user("last\n words")] }, "last\n words"],
  [
    "the last part, behind what an agent always says",
    "anthropic",
    { messages: [user([text("Always mind the rules."), text("And now?")])] },
    "And now?",
  ],
  [
    "a tool's result",
    "anthropic",
    { messages: [user([{ type: "tool_result", tool_use_id: "t", content: [text("rain")] }])] },
    "rain",
  ],
  [
    "words before a picture",
    "anthropic",
    { messages: [user([text("What is it?"), { type: "image", source: { type: "base64" } }])] },
    "What is it?",
  ],
  [
    "words before a picture with all that belongs to one",
    "anthropic",
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
  ["an input of words", "openai-responses", { input: "hello" }, "hello"],
  [
    "an input of items",
    "openai-responses",
    { input: [{ type: "function_call_output", call_id: "c", output: "sun" }] },
    "sun",
  ],
  ["no words at all", "openai-chat", { messages: [] }, ""],
])("what is said last: %s", (_what, wire, body, words) => {
  expect(read(wire, body).lastWords).toBe(words);
});

const free = { type: "free" };
const ofFile = { type: "required", tools: ["file"] };

test.each<[Wire, JsonObject, object]>([
  ["anthropic", {}, free],
  ["anthropic", { tool_choice: { type: "auto" } }, free],
  ["anthropic", { tool_choice: { type: "none" } }, { type: "none" }],
  ["anthropic", { tool_choice: { type: "any" } }, { type: "required", tools: null }],
  ["anthropic", { tool_choice: { type: "tool", name: "file" } }, ofFile],
  ["openai-chat", { tool_choice: "auto" }, free],
  ["openai-chat", { tool_choice: "none" }, { type: "none" }],
  ["openai-chat", { tool_choice: "required" }, { type: "required", tools: null }],
  ["openai-chat", { tool_choice: { type: "function", function: { name: "file" } } }, ofFile],
  ["openai-chat", { tool_choice: { type: "custom", custom: { name: "file" } } }, ofFile],
  ["openai-chat", { functions: [], function_call: { name: "file" } }, ofFile],
  [
    "openai-chat",
    {
      tool_choice: {
        type: "allowed_tools",
        allowed_tools: { mode: "auto", tools: [{ type: "function", function: { name: "file" } }] },
      },
    },
    { type: "allowed", tools: ["file"] },
  ],
  ["openai-responses", { tool_choice: { type: "function", name: "file" } }, ofFile],
  [
    "openai-responses",
    { tool_choice: { type: "web_search" } },
    { type: "required", tools: ["web_search"] },
  ],
  [
    "openai-responses",
    {
      tool_choice: {
        type: "allowed_tools",
        mode: "required",
        tools: [{ type: "function", name: "file" }],
      },
    },
    ofFile,
  ],
])("what a request lets the model do with tools, on %s: %j", (wire, body, choice) => {
  expect(read(wire, body).toolChoice).toEqual(choice as ReturnType<typeof read>["toolChoice"]);
});

test.each<[Wire, JsonObject]>([
  ["anthropic", { tool_choice: { type: "auto", disable_parallel_tool_use: true } }],
  ["openai-chat", { parallel_tool_calls: false }],
  ["openai-chat", { functions: [] }],
  ["openai-responses", { parallel_tool_calls: false }],
])("a request may want one call at a time, on %s: %j", (wire, body) => {
  expect(read(wire, body).hasParallelCalls).toBe(false);
  expect(read(wire, {}).hasParallelCalls).toBe(true);
});
