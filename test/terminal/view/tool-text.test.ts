import { expect, test } from "bun:test";
import { toolText } from "../../../src/terminal/view/tool-text.ts";

test("a call is told in one line, a long command by its beginning", () => {
  expect(toolText("bash", { command: "bun test" })).toBe("bash bun test");
  const long = toolText("bash", { command: `${"x".repeat(239)}👪${"echo\n".repeat(99)}` });
  expect(long).toBe(`bash ${"x".repeat(239)} …`);
});
