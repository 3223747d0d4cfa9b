import { describe, expect, test } from "bun:test";
import { parseDuration } from "../../src/config/duration.ts";

describe("a duration", () => {
  test.each([
    ["500ms", 500],
    ["30s", 30_000],
    ["5m", 300_000],
    ["1h30m", 5_400_000],
    ["2d", 172_800_000],
    ["1.5s", 1500],
    ["0s", 0],
  ])("%s is %d ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each(["", "30", "s", "-5s", "5 m", "5 minutes", "1h 30m", "five", "1..5s", "5S", "1e3s"])(
    "%p is none",
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );

  test("beyond all counting is none", () => {
    expect(parseDuration(`${"9".repeat(400)}d`)).toBeNull();
  });
});
