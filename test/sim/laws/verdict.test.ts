import { expect, test } from "bun:test";
import { wordsOfBreaches } from "../../../src/sim/laws/verdict.ts";

test("what is wrong is said once, the first of it, and how much more there is", () => {
  expect(wordsOfBreaches(["a", "a", "b"])).toBe("a; b");
  expect(wordsOfBreaches(["a", "b", "c", "d", "e", "f", "f", "g"])).toBe(
    "a; b; c; d; e; and 2 more",
  );
});
