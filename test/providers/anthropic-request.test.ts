import { expect, test } from "bun:test";
import { userText } from "../../src/core/message.ts";
import type { ModelRequest } from "../../src/core/effect.ts";
import { anthropicRequest as bodyOf } from "../../src/providers/anthropic-request.ts";
import { emptyReplyText } from "../../src/providers/empty-reply.ts";
import { anthropicTraits } from "../../src/providers/known-servers.ts";
import { requestOf } from "./provider-fixture.ts";

const anthropicRequest = (request: ModelRequest) =>
  bodyOf(request, anthropicTraits("https://api.anthropic.com", request.model, request.traits));

test("a request is the API's body", () => {
  expect(anthropicRequest(requestOf())).toEqual({
    model: "test-model",
    max_tokens: 1_000,
    stream: true,
    system: [{ type: "text", text: "You write code." }],
    messages: [
      {
        role: "user",
        content: [{ type: "text", text: "Do the ticket." }],
      },
    ],
    tools: [
      {
        name: "write",
        description: "Writes a file.",
        input_schema: { type: "object", properties: { path: { type: "string" } } },
      },
    ],
  });
});

test("each part that a breakpoint names ends in a mark, and nothing else does", () => {
  const marks = (value: unknown) => JSON.stringify(value).split("cache_control").length - 1;
  const body = anthropicRequest(
    requestOf({
      tools: [...requestOf().tools, ...requestOf().tools],
      messages: [userText("Do the ticket."), userText("Again.")],
      cacheBreakpoints: [
        { part: "tools" },
        { part: "system" },
        { part: "files", message: 0, block: 0 },
        { part: "history", message: 1, block: 0 },
      ],
    }),
  );
  expect(body.tools?.map(marks)).toEqual([0, 1]);
  expect(marks(body.system)).toBe(1);
  expect(body.messages.map(marks)).toEqual([2]);
});

test("what a request does not need is left out", () => {
  const body = anthropicRequest(requestOf({ system: "", tools: [] }));
  expect(Object.keys(body).toSorted()).toEqual(["max_tokens", "messages", "model", "stream"]);
});

test("a schema asks for JSON", () => {
  const outputSchema = { type: "object", properties: {} };
  expect(anthropicRequest(requestOf({ outputSchema })).output_config).toEqual({
    format: { type: "json_schema", schema: outputSchema },
  });
});

test("every block goes back as it came, thoughts with their signatures", () => {
  const { messages } = anthropicRequest(
    requestOf({
      messages: [
        userText("Go."),
        {
          role: "assistant",
          content: [
            { type: "thinking", text: "hm", signature: "sig" },
            { type: "redacted-thinking", data: "opaque" },
            { type: "text", text: "I write." },
            { type: "tool-use", callId: "c1", tool: "write", input: { path: "a" } },
          ],
        },
        {
          role: "user",
          content: [{ type: "tool-result", callId: "c1", text: "no", isError: true }],
        },
      ],
    }),
  );
  expect(messages[1]).toEqual({
    role: "assistant",
    content: [
      { type: "thinking", thinking: "hm", signature: "sig" },
      { type: "redacted_thinking", data: "opaque" },
      { type: "text", text: "I write." },
      { type: "tool_use", id: "c1", name: "write", input: { path: "a" } },
    ],
  });
  expect(messages[2]?.content).toMatchObject([
    { type: "tool_result", tool_use_id: "c1", content: "no", is_error: true },
  ]);
});

test("what the API would refuse is left out: empty text, unsigned thoughts; a message of such says that it was empty", () => {
  const { messages } = anthropicRequest(
    requestOf({
      messages: [
        userText("Go."),
        {
          role: "assistant",
          content: [
            { type: "text", text: "" },
            { type: "thinking", text: "broken off", signature: "" },
          ],
        },
        userText("Again."),
      ],
    }),
  );
  expect(messages).toEqual([
    {
      role: "user",
      content: [{ type: "text", text: "Go." }],
    },
    { role: "assistant", content: [{ type: "text", text: emptyReplyText }] },
    { role: "user", content: [{ type: "text", text: "Again." }] },
  ]);
});

test("a call that came without a thought has an empty one for a server that always wants one", () => {
  const messages = [
    userText("Go."),
    {
      role: "assistant" as const,
      content: [{ type: "tool-use" as const, callId: "c1", tool: "write", input: {} }],
    },
    {
      role: "user" as const,
      content: [{ type: "tool-result" as const, callId: "c1", text: "ok", isError: false }],
    },
  ];
  const sentTo = (baseURL: string) => {
    const traits = anthropicTraits(baseURL, "m", { thoughts: "always" });
    return bodyOf(requestOf({ messages }), traits).messages[1]?.content;
  };
  expect(sentTo("https://api.deepseek.com/anthropic")).toMatchObject([
    { type: "thinking", thinking: "", signature: "" },
    { type: "tool_use" },
  ]);
  // One that signs its thoughts would refuse it.
  expect(sentTo("https://api.anthropic.com")).toMatchObject([{ type: "tool_use" }]);
});
