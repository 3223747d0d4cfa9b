import { expect, test } from "bun:test";
import type { ContentBlockParam } from "@anthropic-ai/sdk/resources/messages";
import { readBreakpoints } from "../../src/providers/anthropic-breakpoints.ts";

const text: ContentBlockParam = { type: "text", text: "words" };
const thought: ContentBlockParam = { type: "thinking", thinking: "hm", signature: "s" };
const control = { cache_control: { type: "ephemeral" } };

test("only the block that a breakpoint names is marked", () => {
  const { markBlock } = readBreakpoints([{ part: "history", message: 2, block: 1 }]);
  expect(markBlock(text, 2, 1)).toMatchObject(control);
  expect(markBlock(text, 2, 0)).toEqual(text);
  expect(markBlock(text, 1, 1)).toEqual(text);
});

test("of the tools the last is marked, and the system prompt where it is named", () => {
  const tools = ["a", "b"].map((name) => ({ name, input_schema: { type: "object" as const } }));
  const { markTools, systemControl } = readBreakpoints([{ part: "tools" }, { part: "system" }]);
  expect(markTools(tools).map((tool) => "cache_control" in tool)).toEqual([false, true]);
  expect(systemControl).toMatchObject(control);
});

test("no breakpoint, no mark", () => {
  const { markTools, markBlock, systemControl } = readBreakpoints([]);
  expect(markTools([{ name: "a", input_schema: { type: "object" } }])[0]).not.toHaveProperty(
    "cache_control",
  );
  expect(markBlock(text, 0, 0)).toEqual(text);
  expect(systemControl).toEqual({});
});

test("a thought is never marked, and what was given is not changed", () => {
  const { markBlock } = readBreakpoints([{ part: "files", message: 0, block: 0 }]);
  expect(markBlock(thought, 0, 0)).toEqual(thought);
  markBlock(text, 0, 0);
  expect(text).toEqual({ type: "text", text: "words" });
});
