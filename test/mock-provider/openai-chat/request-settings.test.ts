import { describe, expect, test } from "bun:test";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { verdictOn } from "../whole-bodies.ts";

const user = { role: "user", content: "hello" };

async function verdict(changes: JsonObject): Promise<string> {
  const body = { model: "gpt-test", messages: [user], ...changes };
  const { status, message } = await verdictOn("/v1/chat/completions", JSON.stringify(body));
  return message === null ? String(status) : `${status} ${message}`;
}

const wrong = (param: string, expected: string, got: string): string =>
  `400 Invalid type for '${param}': expected ${expected}, but got ${got} instead.`;

const tool = (changes: JsonObject): JsonObject => ({
  tools: [{ type: "function", function: { name: "f", ...changes } }],
});

describe("a setting is refused", () => {
  test.each<[string, JsonObject]>([
    [wrong("temperature", "a decimal", "a string"), { temperature: "x" }],
    [
      "400 Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead.",
      { temperature: 3 },
    ],
    [
      "400 Invalid 'presence_penalty': decimal below minimum value. Expected a value >= -2, but got -3 instead.",
      { presence_penalty: -3 },
    ],
    [wrong("seed", "an integer", "a decimal number"), { seed: 1.5 }],
    [wrong("n", "an integer", "a string"), { n: "2" }],
    [wrong("user", "a string", "an object"), { user: { a: 1 } }],
    [
      wrong("service_tier", "one of 'auto', 'default', 'fast', 'flex', or 'priority'", "an object"),
      { service_tier: { toString: 1 } },
    ],
    [
      "400 Invalid value: 'loud'. Supported values are: 'low', 'medium', and 'high'.",
      { verbosity: "loud" },
    ],
    [wrong("metadata", "a metadata object", "a string"), { metadata: "x" }],
    [wrong("metadata.k", "a string", "an integer"), { metadata: { k: 7 } }],
    [wrong("stop", "one of a string or array of strings", "an integer"), { stop: 7 }],
    [wrong("stop[0]", "a string", "an integer"), { stop: [7] }],
    [wrong("logit_bias.5", "a decimal", "a string"), { logit_bias: { "5": "x" } }],
    [wrong("reasoning", "an object", "a boolean"), { reasoning: true }],
    [wrong("functions", "an array of function definitions", "a string"), { functions: "x" }],
    ["400 Missing required parameter: 'functions[0].name'.", { functions: [{}] }],
    [wrong("parallel_tool_calls", "a boolean", "a string"), { parallel_tool_calls: "yes" }],
    [wrong("response_format", "an object", "a string"), { response_format: "json" }],
    [
      "400 Invalid value: ''. Supported values are: 'json_object', 'json_schema', and 'text'.",
      { response_format: { type: { toString: 1 } } },
    ],
    [
      wrong("response_format.json_schema", "an object", "a string"),
      { response_format: { type: "json_schema", json_schema: "{}" } },
    ],
    [
      wrong("response_format.json_schema.strict", "a boolean", "a string"),
      {
        response_format: {
          type: "json_schema",
          json_schema: { name: "a", schema: {}, strict: "yes" },
        },
      },
    ],
  ])("%s", async (expected, changes) => {
    expect(await verdict(changes)).toBe(expected);
  });
});

describe("a tool or the choice of one is refused", () => {
  test.each<[string, JsonObject]>([
    [wrong("tools[0].function.parameters", "an object", "an integer"), tool({ parameters: 5 })],
    [wrong("tools[0].function.parameters", "an object", "an array"), tool({ parameters: [] })],
    [
      "400 Invalid schema for function 'f': schema must be a JSON Schema of 'type: \"object\"', got 'type: \"string\"'.",
      tool({ parameters: { type: "string" } }),
    ],
    [wrong("tools[0].function.description", "a string", "an object"), tool({ description: {} })],
    [wrong("tools[0].function.strict", "a boolean", "a string"), tool({ strict: "yes" })],
    ["400 Missing required parameter: 'tools[0].type'.", { tools: [{}] }],
    [
      "400 Invalid value: ''. Supported values are: 'function' and 'custom'.",
      { tools: [{ type: { toString: 1 } }] },
    ],
    [
      wrong("tool_choice", "one of one of 'none', 'auto', or 'required' or object", "an integer"),
      { tool_choice: 7 },
    ],
    [
      "400 Invalid value: 'any'. Supported values are: 'none', 'auto', and 'required'.",
      { tool_choice: "any" },
    ],
    ["400 Missing required parameter: 'tool_choice.function'.", { tool_choice: { type: "tool" } }],
    [
      "400 Missing required parameter: 'tool_choice.function.name'.",
      { tool_choice: { type: "function", function: {} } },
    ],
  ])("%s", async (expected, changes) => {
    expect(await verdict(changes)).toBe(expected);
  });
});

const said = (...content: readonly Json[]): JsonObject => ({ messages: [{ ...user, content }] });
const at = "messages[0].content[0]";
const calling = (changes: JsonObject): JsonObject => ({
  messages: [
    {
      role: "assistant",
      tool_calls: [
        { id: "a", type: "function", function: { name: "f", arguments: "{}" }, ...changes },
      ],
    },
  ],
});

describe("what a message says is refused", () => {
  test.each<[string, JsonObject]>([
    [wrong(`${at}.text`, "a string", "an integer"), said({ type: "text", text: 7 })],
    [`400 Missing required parameter: '${at}.text'.`, said({ type: "text" })],
    [wrong(at, "an object", "a string"), said("hi")],
    [wrong(`${at}.type`, "a string", "an object"), said({ type: { toString: 1 } })],
    [
      "400 Invalid value: 'image'. Supported values are: 'text', 'image_url', 'input_audio', 'refusal', 'audio', and 'file'.",
      said({ type: "image" }),
    ],
    [
      wrong(`${at}.image_url`, "an object", "a string"),
      said({ type: "image_url", image_url: "https://a.b/c.png" }),
    ],
    [
      `400 Missing required parameter: '${at}.image_url.url'.`,
      said({ type: "image_url", image_url: {} }),
    ],
    [
      "400 Invalid 'messages[0]'. Image URLs are only allowed for messages with role 'user', but this message with role 'system' contains an image URL.",
      { messages: [{ role: "system", content: [{ type: "image_url", image_url: { url: "u" } }] }] },
    ],
    [
      "400 Invalid value: ''. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.",
      { messages: [{ ...user, role: { toString: 1 } }] },
    ],
    [wrong("messages[0].name", "a string", "an integer"), { messages: [{ ...user, name: 7 }] }],
    [
      wrong("messages[0].tool_calls[0].function.arguments", "a string", "an object"),
      calling({ function: { name: "f", arguments: {} } }),
    ],
    [
      "400 Invalid value: 'tool'. Supported values are: 'function' and 'custom'.",
      calling({ type: "tool" }),
    ],
    [
      "400 Missing required parameter: 'messages[0].tool_calls[0].custom'.",
      calling({ type: "custom" }),
    ],
  ])("%s", async (expected, changes) => {
    expect(await verdict(changes)).toBe(expected);
  });
});

test("what is `null` is not set", async () => {
  const unset = ["temperature", "tool_choice", "metadata", "stop", "service_tier", "reasoning"];
  expect(await verdict(Object.fromEntries(unset.map((name) => [name, null])))).toBe("200");
  expect(await verdict(tool({ parameters: {}, strict: null }))).toBe("200");
});
