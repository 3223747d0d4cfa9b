import { expect, test } from "bun:test";
import {
  betaEditTool,
  betaGlobTool,
  betaGrepTool,
  betaReadTool,
  betaWriteTool,
} from "@anthropic-ai/sdk/tools/agent-toolset/node";
import { definitionOf } from "../../src/core/tools/worker-tool.ts";
import { workspaceTools } from "../../src/core/tools/worker-tools.ts";
import { readToolInput } from "../../src/workspaces/tool-input.ts";

test("the file tools are offered exactly as the SDK describes them", () => {
  const sdk = [betaReadTool, betaWriteTool, betaEditTool, betaGlobTool, betaGrepTool].map(
    (make) => {
      const tool = make({ workdir: "/" });
      const {
        name,
        description,
        input_schema: inputSchema,
      } = tool as unknown as Record<string, unknown>;
      return { name, description, inputSchema };
    },
  );
  const names = new Set(sdk.map(({ name }) => name));
  const ours = workspaceTools.map(definitionOf).filter(({ name }) => names.has(name));
  expect(JSON.parse(JSON.stringify(ours))).toEqual(JSON.parse(JSON.stringify(sdk)));
});

test("an input that fits is taken as it is", () => {
  expect(readToolInput("read", { file_path: "a", view_range: [1, 2] })).toEqual({
    ok: true,
    input: { tool: "read", file_path: "a", view_range: [1, 2] },
  });
});

test("each member that is missing, unknown or of another type is named", () => {
  expect(readToolInput("edit", { file_path: 1, replace_all: "yes", line: 3 })).toEqual({
    ok: false,
    problem:
      "edit: old_string is missing; new_string is missing; file_path must be a string; " +
      "replace_all must be a boolean; line is not a member. Expected: file_path (a string), " +
      "old_string (a string), new_string (a string), replace_all (a boolean, optional).",
  });
  expect(readToolInput("read", { file_path: "a", view_range: [1.5] }).ok).toBe(false);
});
