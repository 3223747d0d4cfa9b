import { expect, test } from "bun:test";
import { endlessPaper } from "../../../src/terminal/paper.ts";
import { toolOutcomeText, toolText } from "../../../src/terminal/view/tool-text.ts";

test("a call is told in one line, a long command by its beginning", () => {
  expect(toolText("bash", { command: "bun test" })).toBe("bash bun test");
  const long = toolText("bash", { command: `${"x".repeat(239)}👪${"echo\n".repeat(99)}` });
  expect(long).toBe(`bash ${"x".repeat(239)} …`);
});

test("a call that was rejected is told with the whole reason, a tool's error by its last line", () => {
  const end = { type: "tool.ended", text: "Rejected: one\ntwo", isError: true } as never;
  const call = { tool: "bash", input: { command: "ls" } } as never;
  expect(toolOutcomeText(end, null, endlessPaper)).toBe("✗ Rejected: one two");
  expect(toolOutcomeText(end, call, endlessPaper)).toBe("✗ bash ls · two");
});
