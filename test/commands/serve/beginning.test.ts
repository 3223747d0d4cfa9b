import { expect, test } from "bun:test";
import { beginning } from "../../../src/commands/serve/beginning.ts";

test("is of a long text, and nothing that a terminal obeys", () => {
  const words = beginning(`\u001b[31mred\u001b[0m ${"x".repeat(100_000)}`);
  expect(words).toStartWith("red xxx");
  expect(words).toEndWith("…");
  expect(words).toHaveLength(200);
  expect(beginning("last\n words")).toBe("last words");
});
