import { describe, expect, test } from "bun:test";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { openaiMock, rich } from "../openai/mock.ts";

const user = { role: "user", content: "hello" };
const hello: JsonObject = { model: "gpt-test", messages: [user] };
const call = (id: string) => ({ id, type: "function", function: { name: "f", arguments: "{}" } });
const calling = (...ids: readonly string[]) => ({
  role: "assistant",
  content: null,
  tool_calls: ids.map(call),
});
const result = (id: string) => ({ role: "tool", tool_call_id: id, content: "ok" });

async function complaint(changes: JsonObject) {
  const { post, observer } = openaiMock(rich);
  const response = await post("/chat/completions", { ...hello, ...changes });
  if (response.status === 200) return null;
  expect(response.status).toBe(400);
  expect(response.headers.get("x-should-retry")).toBe("false");
  expect(observer.types()).toEqual(["refused"]);
  const { error } = (await response.json()) as { error: JsonObject };
  expect(error.type).toBe("invalid_request_error");
  return error;
}

const complaintAboutMessages = (...messages: readonly Json[]) => complaint({ messages });

describe("a request is refused", () => {
  test.each<[string, JsonObject, JsonObject]>([
    ["a model that is no text", { model: 1 }, { param: "model", code: "invalid_type" }],
    ["an empty model", { model: "" }, { message: "you must provide a model parameter" }],
    ["no messages", { messages: [] }, { param: "messages", code: "empty_array" }],
    ["messages that are no list", { messages: "hi" }, { param: "messages" }],
    ["a stream that is no flag", { stream: "yes" }, { param: "stream", code: "invalid_type" }],
    [
      "stream options without a stream",
      { stream_options: { include_usage: true } },
      { param: "stream_options" },
    ],
    [
      "no room for output",
      { max_tokens: 0 },
      { param: "max_tokens", code: "integer_below_min_value" },
    ],
    ["a limit that is no number", { max_completion_tokens: "9" }, { code: "invalid_type" }],
    ["both limits", { max_tokens: 1, max_completion_tokens: 1 }, {}],
    ["several choices", { n: 2 }, { param: "n" }],
    ["a tool without a name", { tools: [{ type: "function", function: {} }] }, {}],
    [
      "a tool with spaces in its name",
      { tools: [{ type: "function", function: { name: "a b" } }] },
      {
        param: "tools[0].function.name",
        code: "invalid_value",
        message:
          "Invalid 'tools[0].function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
      },
    ],
    [
      "a tool with an empty name",
      { tools: [{ type: "function", function: { name: "" } }] },
      {
        code: "empty_string",
        message:
          "Invalid 'tools[0].function.name': empty string. Expected a string with minimum length 1, but got an empty string instead.",
      },
    ],
    [
      "a tool with a long name",
      { tools: [{ type: "function", function: { name: "f".repeat(65) } }] },
      {
        code: "string_above_max_length",
        message:
          "Invalid 'tools[0].function.name': string too long. Expected a string with maximum length 64, but got a string with length 65 instead.",
      },
    ],
    [
      "a tool of another kind",
      { tools: [{ type: "magic" }] },
      {
        param: "tools[0].type",
        message: "Invalid value: 'magic'. Supported values are: 'function' and 'custom'.",
      },
    ],
    ["no tools", { tools: [] }, { param: "tools", code: "empty_array" }],
    [
      "a format of another kind",
      { response_format: { type: "xml" } },
      {
        code: "invalid_value",
        message:
          "Invalid value: 'xml'. Supported values are: 'json_object', 'json_schema', and 'text'.",
      },
    ],
    [
      "a schema without a name",
      { response_format: { type: "json_schema", json_schema: { schema: {} } } },
      { param: "response_format.json_schema.name", code: "missing_required_parameter" },
    ],
    [
      "a JSON object that no message speaks of",
      { response_format: { type: "json_object" } },
      { param: "messages" },
    ],
  ])("for %s", async (_what, changes, shown) => {
    expect(await complaint(changes)).toMatchObject(shown);
  });

  test.each<[string, JsonObject, JsonObject]>([
    [
      "a model",
      { messages: [user] },
      { message: "you must provide a model parameter", param: null, code: null },
    ],
    [
      "messages",
      { model: "gpt-test" },
      {
        message: "Missing required parameter: 'messages'.",
        param: "messages",
        code: "missing_required_parameter",
      },
    ],
  ])("without %s", async (_what, body, error) => {
    const response = await openaiMock(rich).post("/chat/completions", body);
    expect(await response.json()).toMatchObject({ error });
  });
});

const noContent = {
  message: "Invalid value for 'content': expected a string, got null.",
  param: "messages.[0].content",
  code: null,
};

describe("a message is refused", () => {
  test.each<[string, Json, JsonObject]>([
    ["that is no object", "hi", { param: "messages[0]", code: "invalid_type" }],
    ["without a role", { content: "hi" }, { param: "messages[0].role" }],
    ["of an unknown role", { role: "robot", content: "" }, { code: "invalid_value" }],
    ["without content", { role: "user" }, noContent],
    ["with null for content", { role: "user", content: null }, noContent],
    ["with a number for content", { role: "user", content: 1 }, { code: "invalid_type" }],
    [
      "of a developer without content",
      { role: "developer" },
      { param: "messages[0].content", code: "missing_required_parameter" },
    ],
    ["with a part without a type", { role: "user", content: [{}] }, {}],
    ["of an assistant that says nothing", { role: "assistant", content: null }, {}],
    ["with no call in its list", { role: "assistant", tool_calls: [] }, { code: "empty_array" }],
    [
      "with a call without an id",
      { role: "assistant", tool_calls: [{ type: "function", function: {} }] },
      { param: "messages[0].tool_calls[0].id" },
    ],
  ])("%s", async (_what, message, shown) => {
    expect(await complaintAboutMessages(message)).toMatchObject(shown);
  });
});

describe("calls and results", () => {
  test("are taken in pairs, in any order, with words after them", async () => {
    const history = [user, calling("a", "b"), result("b"), result("a"), user];
    expect(await complaintAboutMessages(...history)).toBeNull();
  });

  test.each<[string, readonly JsonObject[], string]>([
    ["at the end", [user, calling("a", "b", "c"), result("b")], "messages"],
    [
      "before other words",
      [user, calling("a", "b", "c"), result("b"), user, result("a"), result("c")],
      "messages.[3].role",
    ],
  ])("without a result %s are refused with their ids", async (_where, history, param) => {
    expect(await complaintAboutMessages(...history)).toEqual({
      message:
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: a, c",
      type: "invalid_request_error",
      param,
      code: null,
    });
  });

  test("a result without a call is refused", async () => {
    expect(await complaintAboutMessages(user, result("a"))).toMatchObject({
      message: expect.stringContaining("must be a response to a preceeding message"),
    });
    expect(await complaintAboutMessages(user, calling("a"), result("x"))).toMatchObject({
      message: expect.stringContaining("'x'"),
    });
  });
});

test("what other clients send is taken: lists of parts, even empty ones, a developer, a refusal", async () => {
  const parts = [{ type: "text", text: "hi" }];
  expect(
    await complaintAboutMessages(
      { role: "developer", content: "be brief" },
      { role: "user", content: parts },
      { role: "assistant", refusal: "no" },
      { role: "assistant", content: parts },
      { role: "user", content: [] },
      { role: "user", content: "JSON please" },
    ),
  ).toBeNull();
  expect(await complaint({ stream: null, tools: null, max_tokens: null, n: 1 })).toBeNull();
});
