import { describe, expect, test } from "bun:test";
import { choiceText, foldSteps } from "../../../src/reports/sim/fold-steps.ts";
import { stepsOf } from "../sample-report.ts";

const shown = (...places: readonly number[]) =>
  foldSteps(stepsOf(...places)).map((line) =>
    line.type === "folded" ? `… ${line.count}` : `${line.deviates ? "▸" : ""}${line.step.step}`,
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
