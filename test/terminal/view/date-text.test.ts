import { expect, test } from "bun:test";
import { dateText } from "../../../src/terminal/view/date-text.ts";

test("a date is told to the minute, by the clock of whoever looks", () => {
  expect(dateText(new Date(2026, 10, 8, 7, 5, 59).getTime())).toBe("2026-11-08 07:05");
});
