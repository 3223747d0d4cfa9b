import { expect, test } from "bun:test";
import { droppedText, turnsText } from "../../../src/core/window/dropped-turns.ts";

test("turns are named in ranges", () => {
  expect(turnsText([])).toBe("");
  expect(turnsText([3])).toBe("3");
  expect(turnsText([1, 2, 3, 5, 7, 8])).toBe("1–3, 5, 7–8");
});

test("what is left out is told as whole turns, and as the output of others", () => {
  expect(droppedText({ turns: [1], results: [2, 3] })).toBe(
    "turn 1 and the tool output of turns 2–3",
  );
  expect(droppedText({ turns: [1, 2], results: [] })).toBe("turns 1–2");
});
