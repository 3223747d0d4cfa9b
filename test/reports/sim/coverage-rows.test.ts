import { describe, expect, test } from "bun:test";
import { coverageLine, coverageTable } from "../../../src/reports/sim/coverage-rows.ts";
import type { CoverageReport } from "../../../src/reports/sim/scenario-report.ts";
import { sheet } from "../paper.ts";
import { report } from "../sample-report.ts";

const coverage: CoverageReport = {
  events: { "run.started": 20, "run.interrupted": 0 },
  decisions: { "slots: claim": 20, "session: trim": 3, "decide: interrupt": 0 },
  pairs: {},
  faults: { "crash during a merge": 1 },
  marks: {},
  classes: 7,
  classDigests: [],
  classSeeds: [],
  firstSeeds: { events: {}, decisions: {}, pairs: {}, faults: {}, marks: {} },
};

describe("what was reached", () => {
  test("is one line, over all scenarios", () => {
    const [one, other] = [report({ coverage }), report({ coverage })];
    const text = coverageLine([one, other], sheet(200)).join("\n");
    expect(text).toContain("1 of 2 kinds of event");
    expect(text).toContain("2 of 3 decisions of the core");
    expect(text).toContain("14 really different orders");
    expect(text).not.toContain("marks");
  });

  test("lists nothing where nothing is counted", () => {
    const none = { ...coverage, events: {}, decisions: {}, faults: {}, classes: 1 };
    const text = coverageLine([report({ coverage: none })], sheet(300)).join("\n");
    expect(text).toStartWith("1 really different order:");
  });

  test("says nothing of the default order alone", () => {
    expect(coverageLine([report({ coverage, seeds: 1 })], sheet(200))).toEqual([]);
  });

  test("is a table of what never came, and of what is rare", () => {
    const text = coverageTable([report({ coverage })], sheet(80)).join("\n");
    expect(text).toMatch(/never +decide: interrupt/);
    expect(text).toMatch(/ 3 +session: trim/);
    expect(text.indexOf("decide: interrupt")).toBeLessThan(text.indexOf("session: trim"));
  });
});

test("an agent has no log, so that nothing is said of one", () => {
  expect(coverageTable([report()], sheet(80))).toEqual([]);
});
