import { describe, expect, test } from "bun:test";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { verdictOn } from "../whole-bodies.ts";

async function verdict(changes: JsonObject): Promise<string> {
  const body = { model: "gpt-test", input: "hello", ...changes };
  const { status, message } = await verdictOn("/v1/responses", JSON.stringify(body));
  return message === null ? String(status) : `${status} ${message}`;
}

const wrong = (param: string, expected: string, got: string): string =>
  `400 Invalid type for '${param}': expected ${expected}, but got ${got} instead.`;
const value = (got: string, supported: string): string =>
  `400 Invalid value: '${got}'. Supported values are: ${supported}.`;
const efforts = "'none', 'minimal', 'low', 'medium', 'high', 'xhigh'";

describe("a setting is refused", () => {
  test.each<[string, JsonObject]>([
    [wrong("temperature", "a decimal", "a string"), { temperature: "hot" }],
    [wrong("reasoning", "an object", "a boolean"), { reasoning: true }],
    [value("bogus", `${efforts}, and 'max'`), { reasoning: { effort: "bogus" } }],
    [
      wrong("reasoning.effort", `one of one of ${efforts}, or 'max' or integer`, "an object"),
      { reasoning: { effort: { toString: 1 } } },
    ],
    [value("x", "'concise', 'detailed', and 'auto'"), { reasoning: { summary: "x" } }],
    [wrong("prompt", "an object", "a string"), { prompt: "x" }],
    [
      wrong(
        "include",
        "an array of one of 'fil...lts', 'web...lts', 'web...ces', 'mes...url', 'com...url', 'cod...uts', 'rea...ent', or 'mes...obs'",
        "a string",
      ),
      { include: "wrong type" },
    ],
    [wrong("metadata", "a metadata object", "a string"), { metadata: "x" }],
    [value("bogus", "'auto' and 'disabled'"), { truncation: "bogus" }],
    [wrong("truncation", "one of 'auto' or 'disabled'", "an object"), { truncation: {} }],
    [wrong("background", "a boolean", "a string"), { background: "yes" }],
    [wrong("instructions", "a string", "an object"), { instructions: { a: 1 } }],
    [wrong("stream_options", "an object", "a string"), { stream_options: "x" }],
    [wrong("context_management", "an array of objects", "a string"), { context_management: "x" }],
    [
      "400 Invalid 'max_tool_calls': integer below minimum value. Expected a value >= 1, but got 0 instead.",
      { max_tool_calls: 0 },
    ],
    [value("loud", "'low', 'medium', and 'high'"), { text: { verbosity: "loud" } }],
    [
      value("", "'json_object', 'text', and 'json_schema'"),
      { text: { format: { type: { toString: 1 } } } },
    ],
  ])("%s", async (expected, changes) => {
    expect(await verdict(changes)).toBe(expected);
  });

  test("the one that the API looks at first, of two", async () => {
    const inOrder = [
      "previous_response_id",
      "prompt",
      "tools",
      "metadata",
      "text",
      "temperature",
      "top_p",
      "presence_penalty",
      "parallel_tool_calls",
      "stream",
      "stream_options",
      "background",
      "max_output_tokens",
      "max_tool_calls",
      "reasoning",
      "user",
      "safety_identifier",
      "prompt_cache_options",
      "prompt_cache_key",
      "prompt_cache_retention",
      "truncation",
      "instructions",
      "store",
      "service_tier",
      "top_logprobs",
      "context_management",
    ];
    for (const [place, name] of inOrder.entries()) {
      const later = inOrder.slice(place).toReversed();
      const faults = Object.fromEntries(later.map((one) => [one, 7.5]));
      const numbers = ["temperature", "top_p", "presence_penalty"].filter((one) => one in faults);
      const texts = Object.fromEntries(numbers.map((one) => [one, "x"]));
      expect(await verdict({ ...faults, ...texts })).toStartWith(`400 Invalid type for '${name}'`);
    }
  });
});

describe("a tool or the choice of one is refused", () => {
  test.each<[string, JsonObject]>([
    ["400 Missing required parameter: 'tools[0].type'.", { tools: [{}] }],
    [
      wrong("tools[0].parameters", "an object", "an integer"),
      { tools: [{ type: "function", name: "f", parameters: 5 }] },
    ],
    [
      wrong("tools[0].strict", "a boolean", "a string"),
      { tools: [{ type: "function", name: "f", strict: "x" }] },
    ],
    ["400 Missing required parameter: 'tools[0].name'.", { tools: [{ type: "custom" }] }],
    [
      wrong("tool_choice", "one of an object or 'none', 'auto', or 'required'", "an integer"),
      { tool_choice: 7 },
    ],
    [value("bogus", "'none', 'auto', and 'required'"), { tool_choice: "bogus" }],
    [
      "400 Missing required parameter: 'tool_choice.name'.",
      { tool_choice: { type: "function", function: { name: "f" } } },
    ],
  ])("%s", async (expected, changes) => {
    expect(await verdict(changes)).toBe(expected);
  });

  test("of a kind that nobody knows", async () => {
    expect(await verdict({ tools: [{ type: "magic" }] })).toStartWith(
      "400 Invalid value: 'magic'. Supported values are: 'function', 'custom', ",
    );
  });
});

const said = (role: Json, ...content: readonly Json[]): JsonObject => ({
  input: [{ role, content }],
});
const at = "input[0].content[0]";
const returned = (output: Json): JsonObject => ({
  input: [
    { type: "function_call", call_id: "a", name: "f", arguments: "{}" },
    { type: "function_call_output", call_id: "a", output },
  ],
});

describe("an item is refused", () => {
  test.each<[string, JsonObject]>([
    [wrong(`${at}.text`, "a string", "an integer"), said("user", { type: "input_text", text: 7 })],
    [`400 Missing required parameter: '${at}.text'.`, said("user", { type: "input_text" })],
    [
      value(
        "text",
        "'input_text', 'input_image', 'input_audio', 'output_text', 'refusal', 'input_file', 'computer_screenshot', 'summary_text', and 'encrypted_content'",
      ),
      said("user", { type: "text", text: "x" }),
    ],
    [
      value(
        "output_text",
        "'input_text', 'input_image', 'input_file', 'scoped_content', and 'input_audio'",
      ),
      said("user", { type: "output_text", text: "x" }),
    ],
    [
      value("input_text", "'output_text' and 'refusal'"),
      said("assistant", { type: "input_text", text: "x" }),
    ],
    [
      wrong(`${at}.image_url`, "an image URL", "an object"),
      said("user", { type: "input_image", image_url: { url: "u" } }),
    ],
    [
      value("output_text", "'input_text', 'input_image', 'input_file', and 'scoped_content'"),
      returned([{ type: "output_text", text: "x" }]),
    ],
    [
      wrong("input[1].output", "one of a string or array of objects", "an object"),
      returned({ rain: true }),
    ],
    [
      wrong("input[0].arguments", "a string", "an object"),
      { input: [{ type: "function_call", call_id: "a", name: "f", arguments: {} }] },
    ],
    [
      wrong("input[0].call_id", "a string", "an object"),
      { input: [{ type: "custom_tool_call", call_id: { toString: 1 } }] },
    ],
    [
      wrong("input[0].summary[0].text", "a string", "an integer"),
      { input: [{ type: "reasoning", summary: [{ type: "summary_text", text: 7 }] }] },
    ],
    [value("", "'assistant', 'system', 'developer', and 'user'"), said({ toString: 1 })],
  ])("%s", async (expected, changes) => {
    expect(await verdict(changes)).toBe(expected);
  });
});

test("what is `null` is not set", async () => {
  const unset = ["temperature", "tool_choice", "reasoning", "include", "metadata", "user"];
  expect(await verdict(Object.fromEntries(unset.map((name) => [name, null])))).toBe("200");
});
