import { expect, test } from "bun:test";
import type { ToolUnion } from "@anthropic-ai/sdk/resources/messages";
import type { JsonObject } from "../../../src/core/json.ts";
import { providerTools } from "../../../src/mock-provider/anthropic/check-tools.ts";
import { base, tool, verdict } from "./verdict.ts";

type ToolType = Exclude<NonNullable<ToolUnion["type"]>, "custom">;

// A tool of the SDK's that is missing in the mock, or the other way round, does not compile here.
const named: Readonly<Record<ToolType, true>> &
  Readonly<Record<(typeof providerTools)[number], true>> = Object.fromEntries(
  providerTools.map((type) => [type, true]),
) as Record<ToolType, true>;

test("every tool of the provider's is known by its type, and with a beta any other", () => {
  for (const type of Object.keys(named)) expect(verdict({ ...base, tools: [{ type }] })).toBe("ok");
  const body = { ...base, tools: [{ type: "computer_20250124", name: "computer" }] };
  expect(verdict(body)).toStartWith("400 tools.0: Input tag 'computer_20250124'");
  expect(verdict(body, "messages", { "anthropic-beta": "computer-use-2025-01-24" })).toBe("ok");
});

const draft =
  "It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12). Learn more about tool use at https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview.";

const thinking = { type: "enabled", budget_tokens: 1_024 };

test.each<[string, JsonObject]>([
  ["tools: Input should be a valid array", { tools: null }],
  ["tools.0: Input should be an object", { tools: [7] }],
  ["tools.0.custom.name: Field required", { tools: [{ input_schema: { type: "object" } }] }],
  [
    "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
    { tools: [tool("memory.read")] },
  ],
  [
    "tools.1.custom.name: String should have at most 128 characters",
    { tools: [tool("a"), tool("a".repeat(129))] },
  ],
  ["tools.0.custom.input_schema: Field required", { tools: [{ name: "a" }] }],
  [
    "tools.0.custom.input_schema.type: Field required",
    { tools: [tool("a", { input_schema: {} })] },
  ],
  [
    "tools.0.custom.input_schema.type: Input should be 'object'",
    { tools: [tool("a", { input_schema: { type: "array" } })] },
  ],
  [
    "tools.0.custom.input_schema: Input should be an object",
    { tools: [tool("a", { input_schema: "{}" })] },
  ],
  [
    "tools.0.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level",
    { tools: [tool("a", { input_schema: { type: "object", anyOf: [] } })] },
  ],
  [
    `tools.0.custom.input_schema: JSON schema is invalid. ${draft}`,
    { tools: [tool("a", { input_schema: { type: "object", properties: ["path"] } })] },
  ],
  [
    `tools.0.custom.input_schema: JSON schema is invalid. ${draft}`,
    { tools: [tool("a", { input_schema: { type: "object", required: "path" } })] },
  ],
  [
    "tools.0.custom.description: Input should be a valid string",
    { tools: [tool("a", { description: null })] },
  ],
  ["tools.0.custom.strict: Input should be a valid boolean", { tools: [tool("a", { strict: 1 })] }],
  [
    "tools.0.custom.parameters: Extra inputs are not permitted",
    { tools: [tool("a", { parameters: {} })] },
  ],
  [
    `tools.0: Input tag 'function' found using 'type' does not match any of the expected tags: ${["custom", ...providerTools].map((type) => `'${type}'`).join(", ")}`,
    { tools: [{ type: "function", function: { name: "a" } }] },
  ],
  ["tools.0.type: Input should be a valid string", { tools: [{ type: { toString: 1 } }] }],
  [
    "tools.0.web_search_20260318.max_uses: Input should be a valid integer",
    { tools: [{ type: "web_search_20260318", name: "web_search", max_uses: "2" }] },
  ],
  ["tools: Tool names must be unique.", { tools: [tool("a"), tool("a")] }],
  ["tool_choice: Input should be an object", { tool_choice: "auto" }],
  ["tool_choice.type: Field required", { tool_choice: {} }],
  [
    "tool_choice: Input tag 'required' found using 'type' does not match any of the expected tags: 'auto', 'any', 'tool', 'none'",
    { tool_choice: { type: "required" } },
  ],
  ["tool_choice.type: Input should be a valid string", { tool_choice: { type: { toString: 1 } } }],
  ["tool_choice.tool.name: Field required", { tool_choice: { type: "tool" } }],
  [
    "tool_choice.tool.name: Input should be a valid string",
    { tool_choice: { type: "tool", name: 7 } },
  ],
  [
    "tool_choice.auto.disable_parallel_tool_use: Input should be a valid boolean",
    { tool_choice: { type: "auto", disable_parallel_tool_use: "yes" } },
  ],
  ["tool_choice.any may only be specified while providing tools", { tool_choice: { type: "any" } }],
  ["Tool 'b' not found in provided tools", { tool_choice: { type: "tool", name: "b" } }],
  [
    "Tool 'b' not found in provided tools",
    { tools: [tool("a")], tool_choice: { type: "tool", name: "b" } },
  ],
  [
    "Thinking may not be enabled when tool_choice forces tool use.",
    { max_tokens: 2_000, thinking, tools: [tool("a")], tool_choice: { type: "any" } },
  ],
])("%s", (expected, changes) => {
  expect(verdict({ ...base, ...changes })).toBe(`400 ${expected}`);
});
