import { expect, test } from "bun:test";
import { join } from "node:path";
import { errorWithPlace } from "../../src/agents/error-text.ts";

const root = join(import.meta.dir, "..", "..");

function thrownAt(...places: readonly string[]): Error {
  const error = new Error("it broke");
  error.stack = ["Error: it broke", ...places.map((place) => `    at call (${place}:3:5)`)].join(
    "\n",
  );
  return error;
}

test("the place is the user's own, whatever the folders there are called", () => {
  const error = thrownAt(
    join(root, "src", "mock-provider", "mock-provider.ts"),
    "node:internal/timers",
    "/home/me/node_modules/openai/client.js",
    "/home/me/src/agents/research.ts",
    "/home/me/main.ts",
  );
  expect(errorWithPlace(error)).toBe(
    "Error: it broke\n  at call (/home/me/src/agents/research.ts:3:5)",
  );
});

test("where there is none, the words stand alone", () => {
  expect(errorWithPlace(thrownAt(join(root, "src", "sim", "scheduler.ts")))).toBe(
    "Error: it broke",
  );
  expect(errorWithPlace("a text")).toBe("what is no error: a text");
});

test("all that lies behind it is told: causes of causes, and each of an aggregate, once", () => {
  const deepest = new RangeError("no such model");
  const middle = new AggregateError([deepest, new Error("and another")], "two went wrong");
  const outermost = new Error("the agent has met an error", { cause: middle });
  deepest.cause = outermost;
  outermost.stack = "";
  expect(errorWithPlace(outermost).split("\n")).toEqual([
    "Error: the agent has met an error",
    "  caused by AggregateError: two went wrong",
    "  caused by RangeError: no such model",
    "  caused by Error: and another",
  ]);
});
