import { expect, test } from "bun:test";
import { checkFold } from "../../../src/sim/laws/fold.ts";
import { breachesOf, ended, logOf, recordOf, started } from "./hand-made.ts";

const log = logOf(started(), ended());

test("it holds where each comparison found no difference", () => {
  expect(checkFold(recordOf(log, { foldComparisons: 3 }))).toEqual({ type: "holds", exercised: 3 });
});

test("it is broken by a difference, which is told", () => {
  const record = recordOf(log, { foldComparisons: 3, foldDifferences: ["at event 2: turn"] });
  expect(breachesOf(checkFold(record))).toBe("at event 2: turn");
});

test("it is broken by a gap in the numbers of the log", () => {
  const gap = [log[0]!, { ...log[1]!, seq: 3 }];
  expect(breachesOf(checkFold(recordOf(gap)))).toContain("event 2 of the log has the number 3");
});

test("it is not exercised where nothing was compared", () => {
  expect(checkFold(recordOf(log))).toEqual({ type: "not-exercised" });
});
