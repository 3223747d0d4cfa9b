import { describe, expect, test } from "bun:test";
import { userText, type Message } from "../../src/core/message.ts";
import { openaiRequest } from "../../src/providers/openai-request.ts";
import { isLoopback } from "../../src/providers/loopback-headers.ts";
import { emptyReplyText } from "../../src/providers/empty-reply.ts";
import { openaiTraits } from "../../src/providers/known-servers.ts";
import { requestOf } from "./provider-fixture.ts";

const traitsOf = (baseURL: string) => openaiTraits(baseURL, "test-model", {});
const openai = traitsOf("https://api.openai.com/v1");
const ollama = traitsOf("http://localhost:11434/v1");
const deepseek = traitsOf("https://api.deepseek.com");
const outputSchema = { type: "object", properties: {} };

const messagesOf = (...messages: readonly Message[]) =>
  openaiRequest(requestOf({ system: "", messages }), openai).messages;

test("a request is the API's body", () => {
  expect(openaiRequest(requestOf(), openai)).toEqual({
    model: "test-model",
    max_completion_tokens: 1_000,
    stream: true,
    stream_options: { include_usage: true },
    messages: [
      { role: "system", content: "You write code." },
      { role: "user", content: "Do the ticket." },
    ],
    tools: [
      {
        type: "function",
        function: {
          name: "write",
          description: "Writes a file.",
          parameters: { type: "object", properties: { path: { type: "string" } } },
        },
      },
    ],
  });
});

test("what a request does not need is left out", () => {
  const body = openaiRequest(requestOf({ system: "", tools: [] }), ollama);
  expect(Object.keys(body).toSorted()).toEqual([
    "max_tokens",
    "messages",
    "model",
    "stream",
    "stream_options",
  ]);
});

describe("a server", () => {
  test("of OpenAI's is told the limit by its new name, another by its old one", () => {
    for (const server of [openai, traitsOf("https://mine.openai.azure.com/openai/v1")])
      expect(openaiRequest(requestOf(), server)).toMatchObject({ max_completion_tokens: 1_000 });
    for (const server of [ollama, deepseek, traitsOf("https://openai.com.example.org/v1")])
      expect(openaiRequest(requestOf(), server)).toMatchObject({ max_tokens: 1_000 });
  });

  test("that takes a schema gets it", () => {
    expect(openaiRequest(requestOf({ outputSchema }), ollama).response_format).toEqual({
      type: "json_schema",
      json_schema: { name: "reply", schema: outputSchema },
    });
  });

  test("that takes none is asked for JSON, and the prompt tells the schema", () => {
    const body = openaiRequest(requestOf({ outputSchema }), deepseek);
    expect(body.response_format).toEqual({ type: "json_object" });
    expect(body.messages[0]?.content).toStartWith("You write code.\n\n");
    expect(body.messages[0]?.content).toContain(JSON.stringify(outputSchema));
    const [first] = openaiRequest(requestOf({ outputSchema, system: "" }), deepseek).messages;
    expect(first).toMatchObject({ role: "system", content: expect.stringContaining("JSON") });
  });

  test("is on this machine, or only looks like it", () => {
    expect(
      ["http://localhost:1", "http://127.0.0.1/v1", "http://[::1]:2/v1"].every(isLoopback),
    ).toBe(true);
    expect(["http://localhost.example.org", "http://127.0.0.1.example.org"].some(isLoopback)).toBe(
      false,
    );
  });
});

describe("a conversation", () => {
  test("answers calls right after them, and speaks only then", () => {
    expect(
      messagesOf(
        userText("Go."),
        {
          role: "assistant",
          content: [
            { type: "text", text: "I write." },
            { type: "tool-use", callId: "c1", tool: "write", input: { path: "a" } },
            { type: "tool-use", callId: "c2", tool: "read", input: {} },
          ],
        },
        {
          role: "user",
          content: [
            { type: "text", text: "Mind the tests." },
            { type: "tool-result", callId: "c1", text: "done", isError: false },
            { type: "tool-result", callId: "c2", text: "no such file", isError: true },
          ],
        },
      ),
    ).toEqual([
      { role: "user", content: "Go." },
      {
        role: "assistant",
        content: "I write.",
        tool_calls: [
          { id: "c1", type: "function", function: { name: "write", arguments: '{"path":"a"}' } },
          { id: "c2", type: "function", function: { name: "read", arguments: "{}" } },
        ],
      },
      { role: "tool", tool_call_id: "c1", content: "done" },
      { role: "tool", tool_call_id: "c2", content: "Error: no such file" },
      { role: "user", content: "Mind the tests." },
    ]);
  });

  test("gives thoughts back to the server that sent them, and none that another provider signed", () => {
    const call = { type: "tool-use", callId: "c1", tool: "write", input: {} } as const;
    const [own, foreign] = messagesOf(
      { role: "assistant", content: [{ type: "thinking", text: "hm", signature: "" }, call] },
      {
        role: "assistant",
        content: [
          { type: "thinking", text: "signed", signature: "sig" },
          { type: "redacted-thinking", data: "opaque" },
          call,
        ],
      },
    );
    expect(own).toMatchObject({ content: null, reasoning_content: "hm" });
    expect(foreign).not.toHaveProperty("reasoning_content");
    expect(JSON.stringify(foreign)).not.toMatch(/signed|opaque/);
  });

  test("says of a reply that said nothing that it was empty, and joins words that follow one another", () => {
    const empty = messagesOf(
      userText("Go."),
      { role: "assistant", content: [{ type: "thinking", text: "hm", signature: "" }] },
      userText(""),
      userText("Again."),
      userText("And again."),
      { role: "assistant", content: [{ type: "text", text: " \n" }] },
      userText("Now."),
    );
    expect(empty).toEqual([
      { role: "user", content: "Go." },
      { role: "assistant", content: emptyReplyText },
      { role: "user", content: "Again.\n\nAnd again." },
      { role: "assistant", content: emptyReplyText },
      { role: "user", content: "Now." },
    ]);
  });
});

test("a call goes with a thought, if only an empty one, to a server that always wants one", () => {
  const assistant = (...content: Message["content"]): Message => ({
    role: "assistant",
    content: [...content, { type: "tool-use", callId: "c1", tool: "write", input: {} }],
  });
  const sent = (message: Message) =>
    openaiRequest(
      requestOf({ messages: [userText("Go."), message] }),
      openaiTraits("https://server.example", "m", { thoughts: "always" }),
    ).messages.at(-1);
  expect(sent(assistant())).toMatchObject({ reasoning_content: "" });
  expect(
    sent(assistant({ type: "thinking", text: "hm", signature: "", member: "reasoning" })),
  ).toMatchObject({ reasoning: "hm", reasoning_content: "hm" });
});
