import { describe, expect, test } from "bun:test";
import { choiceText, foldSteps, lineText } from "../../../src/reports/sim/fold-steps.ts";
import { stepsOf } from "../sample-report.ts";

const shown = (...places: readonly number[]) =>
  foldSteps(stepsOf(...places)).map((line) =>
    line.type === "step"
      ? `${line.deviates ? "▸" : ""}${line.step.step}`
      : line.type === "folded"
        ? `… ${line.count}`
        : lineText(line),
  );

describe("a folded table of steps", () => {
  test("keeps a step out of the default order, those beside it, and the last three", () => {
    expect(shown(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0)).toEqual([
      "… 4",
      "4",
      "▸5",
      "6",
      "… 3",
      "10",
      "11",
      "12",
    ]);
  });

  test("folds nothing that is as short as the line that would tell of it", () => {
    expect(shown(0, 0, 0, 1, 0, 0, 0)).toEqual(["0", "1", "2", "▸3", "4", "5", "6"]);
  });

  test("counts those in a row that all came before the same one, but for the first and the last", () => {
    const lines = foldSteps(
      stepsOf(0, 0, 0, 0, 2, 2, 2, 2, 2, 2, 1, 1, 0, 0, 0, 0, 0, 0).map((step) => ({
        ...step,
        overtook: step.place === 0 ? null : step.place === 2 ? "screen" : "disk",
      })),
    );
    const texts = lines.map((line) =>
      line.type === "step" ? String(line.step.step) : lineText(line),
    );
    const last = ["9", "10", "11", "12", "13", "14", "15", "16", "17"];
    expect(texts).toEqual([
      "… 3 steps in the default order",
      "3",
      "4",
      "… 4 more before screen",
      ...last,
    ]);
  });

  test("shows a step in which a process died, and says so behind it", () => {
    const steps = stepsOf(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    const lines = foldSteps(
      steps.map((step, at) => (at === 4 ? { ...step, storedAtDeath: 1 } : step)),
    );
    expect(
      lines.map((line) => (line.type === "step" ? String(line.step.step) : lineText(line))),
    ).toEqual([
      "… 4 steps in the default order",
      "4",
      "the process dies here, with 1 event on its disk",
      "… 4 steps in the default order",
      "9",
      "10",
      "11",
    ]);
  });

  test("leaves no step out of its count", () => {
    const lines = foldSteps(
      stepsOf(...Array.from({ length: 60 }, (_, at) => (at % 17 === 3 ? 1 : 0))),
    );
    const count = lines.reduce((sum, line) => sum + (line.type === "folded" ? line.count : 1), 0);
    expect(count).toBe(60);
  });

  test("of nothing is empty", () => {
    expect(foldSteps([])).toEqual([]);
  });
});

test("a choice is told where there was one", () => {
  const [first, second] = stepsOf(0, 2);
  expect([choiceText(first!), choiceText(second!)]).toEqual(["", "3 of 3"]);
});
