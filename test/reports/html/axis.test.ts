import { describe, expect, test } from "bun:test";
import { orderAxis, timeAxis } from "../../../src/reports/html/axis.ts";
import { timeText } from "../../../src/reports/time-text.ts";

const timeline = (...timesMs: readonly number[]) => ({
  lanes: [],
  divides: [],
  moments: timesMs.map((atMs, index) => ({ place: index + 1, atMs, seq: index + 1 })),
});

describe("an axis", () => {
  test("of time has round ticks and ends within its width", () => {
    const line = timeline(0, 23_410);
    const axis = timeAxis(line);
    expect(axis.ticks.map(({ label }) => label)).toEqual(["0", "5 s", "10 s", "15 s", "20 s"]);
    expect(axis.x(line.moments[1]!)).toBeLessThan(axis.widthPx);
  });

  test("of order keeps apart what came at one time, and tells the time", () => {
    const line = timeline(0, 0, 0, 2500);
    const axis = orderAxis(line);
    const places = line.moments.map(axis.x);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(new Set(places).size).toBe(4);
    expect(axis.ticks.at(-1)?.label).toBe("#4 · 2.5 s");
  });

  test.each([timeAxis, orderAxis])("of nothing is still one", (axisOf) => {
    expect(axisOf(timeline()).widthPx).toBeGreaterThan(0);
  });
});

test("times are short", () => {
  expect([0, 350, 2512, 59_040, 185_000, 57_600_000, 3_725_000].map(timeText)).toEqual([
    "0",
    "350 ms",
    "2.51 s",
    "59 s",
    "3:05",
    "16:00:00",
    "1:02:05",
  ]);
});
