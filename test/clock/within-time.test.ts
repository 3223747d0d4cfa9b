import { expect, test } from "bun:test";
import { withinTime } from "../../src/clock/within-time.ts";

const forEver = () => {
  for (;;);
};

test("gives what the function returns, and passes on what it throws", () => {
  expect(withinTime(1_000, () => ({ a: 1 }))).toEqual({ a: 1 });
  const thrown = new TypeError("mine");
  const fails = () => {
    throw thrown;
  };
  expect(() => withinTime(1_000, fails)).toThrow(thrown);
});

test("gives up a function that never returns", () => {
  expect(() => withinTime(50, forEver)).toThrow("it did not return within 0.05 s");
  // Not even one that catches everything goes on.
  const stubborn = () => {
    for (;;) {
      try {
        forEver();
      } catch {
        continue;
      }
    }
  };
  expect(() => withinTime(50, stubborn)).toThrow("did not return");
});

test("one within the other is given up by itself, and leaves nothing behind", () => {
  const inner = () => {
    try {
      return withinTime(20, forEver);
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(withinTime(5_000, () => [inner(), inner()])).toEqual([
    "it did not return within 0.02 s",
    "it did not return within 0.02 s",
  ]);
  expect(Symbol.for("rehearsal.within-time") in globalThis).toBe(false);
});
