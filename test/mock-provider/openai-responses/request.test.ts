import { describe, expect, test } from "bun:test";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { openaiMock, rich } from "../openai/mock.ts";

const path = "/responses";
const hello: JsonObject = { model: "gpt-test", input: "hello" };
const user = { role: "user", content: "hello" };
const call = (id: string) => ({ type: "function_call", call_id: id, name: "f", arguments: "{}" });
const output = (id: string) => ({ type: "function_call_output", call_id: id, output: "ok" });

type Mock = ReturnType<typeof openaiMock>;

async function complaint(changes: JsonObject, mock: Mock = openaiMock(rich)) {
  const response = await mock.post(path, { ...hello, ...changes });
  if (response.status === 200) return null;
  expect(response.status).toBe(400);
  const { error } = (await response.json()) as { error: JsonObject };
  expect(error.type).toBe("invalid_request_error");
  return error;
}

const complaintAboutInput = (...input: readonly Json[]) => complaint({ input });

const nothingAsked = {
  message: `One of "input" or "previous_response_id" or 'prompt' or 'conversation' must be provided.`,
  param: null,
  code: "missing_required_parameter",
};

test.each<[string, JsonObject, JsonObject]>([
  ["a model that is no text", { model: 1 }, { param: "model", code: "invalid_type" }],
  [
    "an empty model",
    { model: "" },
    { code: "model_not_found", message: "The requested model '' does not exist." },
  ],
  ["null for input", { input: null }, { param: "input", code: "invalid_type" }],
  ["an empty text", { input: "" }, nothingAsked],
  ["an empty list", { input: [] }, nothingAsked],
  [
    "a JSON object that the input does not speak of",
    { text: { format: { type: "json_object" } } },
    {
      param: "input",
      message:
        "Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.",
    },
  ],
  ["input that is a number", { input: 1 }, { param: "input", code: "invalid_type" }],
  ["too little room", { max_output_tokens: 15 }, { code: "integer_below_min_value" }],
  ["the background", { background: true }, { param: "background" }],
  ["a tool without a name", { tools: [{ type: "function" }] }, { param: "tools[0].name" }],
  ["a format of another kind", { text: { format: { type: "xml" } } }, { code: "invalid_value" }],
  [
    "a schema without a name",
    { text: { format: { type: "json_schema", schema: {} } } },
    { param: "text.format.name" },
  ],
  [
    "a response that nobody keeps",
    { previous_response_id: "resp_x" },
    { code: "previous_response_not_found" },
  ],
])("a request is refused for %s", async (_what, changes, shown) => {
  expect(await complaint(changes)).toMatchObject(shown);
});

test.each([
  ["input", { model: "gpt-test" }],
  ["model", { input: "hello" }],
])("a request without %s is refused by that name", async (param, body) => {
  const response = await openaiMock(rich).post(path, body);
  const message = `Missing required parameter: '${param}'.`;
  expect(await response.json()).toMatchObject({
    error: { message, param, code: "missing_required_parameter" },
  });
});

describe("an item is refused", () => {
  test.each<[string, Json, JsonObject]>([
    ["that is no object", "hi", { param: "input[0]", code: "invalid_type" }],
    [
      "of an unknown type",
      { type: "magic" },
      {
        param: "input[0]",
        code: "invalid_value",
        message: expect.stringMatching(
          /^Invalid value: 'magic'\. Supported values are: .*, and 'web_search_call'\.$/,
        ),
      },
    ],
    [
      "of an unknown role",
      { role: "robot", content: "x" },
      {
        param: "input[0]",
        code: "invalid_value",
        message:
          "Invalid value: 'robot'. Supported values are: 'assistant', 'system', 'developer', and 'user'.",
      },
    ],
    ["without content", { role: "user" }, { param: "input[0].content" }],
    ["that calls nothing", { type: "function_call", call_id: "a" }, { param: "input[0].name" }],
    ["that answers nothing", { type: "function_call_output" }, { param: "input[0].call_id" }],
    ["that thinks nothing", { type: "reasoning", id: "rs_1" }, { param: "input[0].summary" }],
  ])("%s", async (_what, item, shown) => {
    expect(await complaintAboutInput(item)).toMatchObject(shown);
  });
});

describe("calls and outputs", () => {
  test("are taken in pairs, wherever the output stands after its call", async () => {
    expect(
      await complaintAboutInput(user, call("a"), call("b"), output("b"), user, output("a")),
    ).toBeNull();
  });

  test("without each other are refused with the id", async () => {
    expect(await complaintAboutInput(user, call("a"))).toMatchObject({
      message: "No tool output found for function call a.",
    });
    expect(await complaintAboutInput(user, output("b"))).toMatchObject({
      message: "No tool call found for function call output with call_id b.",
    });
  });

  test("may refer to an item that the mock sent", async () => {
    const reference = { type: "item_reference", id: "fc_T-1_1_2_3" };
    expect(await complaintAboutInput(user, reference, output("call_T-1_1_2_3"))).toBeNull();
  });

  test("go on from the response that called, which is kept unless the client says not to", async () => {
    const follows = {
      previous_response_id: "resp_T-1_1_2_1",
      input: [output("call_T-1_1_2_3"), output("call_T-1_1_2_4")],
    };
    const kept = openaiMock(rich);
    await (await kept.post(path, hello)).text();
    expect(await complaint(follows, kept)).toBeNull();

    const forgotten = openaiMock(rich);
    await (await forgotten.post(path, { ...hello, store: false })).text();
    expect(await complaint(follows, forgotten)).toMatchObject({
      code: "previous_response_not_found",
    });

    const unanswered = openaiMock(rich);
    await (await unanswered.post(path, hello)).text();
    expect(await complaint({ ...follows, input: "go on" }, unanswered)).toMatchObject({
      message: "No tool output found for function call call_T-1_1_2_3.",
    });
  });
});
