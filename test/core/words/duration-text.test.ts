import { expect, test } from "bun:test";
import { durationFlag, durationText } from "../../../src/core/words/duration-text.ts";

test.each([
  [0, "0 ms"],
  [350, "350 ms"],
  [2000, "2 s"],
  [59_600, "1 min"],
  [192_000, "3 min 12 s"],
  [3_900_000, "1 h 5 min"],
])("%d ms read as %s", (durationMs, text) => {
  expect(durationText(durationMs)).toBe(text);
});

test.each([
  [1500, "1.5s"],
  [90_000, "90s"],
  [600_000, "10m"],
  [3_600_000, "1h"],
  [5_400_000, "90m"],
])("%d ms are the flag %s", (durationMs, flag) => {
  expect(durationFlag(durationMs)).toBe(flag);
});
