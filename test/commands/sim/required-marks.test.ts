import { expect, test } from "bun:test";
import { mergedReports } from "../../../src/commands/merge/merged-reports.ts";
import { withRequiredMarks } from "../../../src/commands/sim/required-marks.ts";
import { scenarioLine } from "../../../src/reports/sim/scenario-line.ts";
import { sheet } from "../../reports/paper.ts";
import { report } from "../../reports/sample-report.ts";

const none = {
  events: {},
  decisions: {},
  pairs: {},
  faults: {},
  classes: 1,
  classSeeds: [0],
  firstSeeds: { events: {}, decisions: {}, pairs: {}, faults: {}, marks: {} },
  classDigests: ["a"],
};
const withMarks = (marks: Record<string, number>) => report({ coverage: { ...none, marks } });

test("a mark that no schedule met fails its scenario where that is asked for", () => {
  const one = withMarks({ "B comes first": 0, "A comes first": 3 });
  expect(withRequiredMarks([one], undefined)).toEqual([one]);
  const [failed] = withRequiredMarks([one], true);
  expect(failed?.passed).toBe(false);
  expect(failed?.failures.map(({ kind }) => kind)).toEqual(["never: B comes first"]);
  const text = scenarioLine(failed!, sheet(200));
  expect(text).toContain('None of 20 schedules met the mark "B comes first"');
  expect(text).not.toContain("replayed");
});

test("what one part did not meet another one may have met", () => {
  const parts = [{ "B comes first": 0 }, { "B comes first": 2 }].map(withMarks);
  const [merged] = mergedReports(withRequiredMarks(parts, true));
  expect(merged?.passed).toBe(true);
  expect(merged?.failures).toEqual([]);
  expect(merged?.coverage?.marks).toEqual({ "B comes first": 2 });
});

test("what no part met fails once they are joined", () => {
  const parts = [{ "B comes first": 0 }, { "B comes first": 0 }].map(withMarks);
  const merged = withRequiredMarks(mergedReports(withRequiredMarks(parts, true)), true);
  expect(merged.map(({ passed, failures }) => [passed, failures.length])).toEqual([[false, 1]]);
});
