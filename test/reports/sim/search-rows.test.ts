import { expect, test } from "bun:test";
import { searchRows } from "../../../src/reports/sim/search-rows.ts";
import { sheet } from "../paper.ts";
import { agentReport, report } from "../sample-report.ts";

const search = {
  strategies: [
    { name: "pct-2", schedules: 30, failing: 2, firstFailing: 9 },
    { name: "even", schedules: 10, failing: 0, firstFailing: null },
  ],
  course: null,
  chains: 8,
  steps: 160,
  distinctLogs: 17,
  logDigests: [],
  missedDepth2: 0.977,
};

test("the search is told over all scenarios: who drew what, who found what, and what may be missed", () => {
  const text = searchRows([report({ search }), report({ search })], sheet(100)).join("\n");
  expect(text).toMatch(/even +20 +0/);
  expect(text).toMatch(/pct-2 +60 +4/);
  expect(text).toContain("34 different logs; each other one is event for event like one of these.");
  expect(text.replaceAll("\n", " ")).toContain("was missed with p < 98 %");
});

test("of agents results are counted: not their logs, which differ with each order", () => {
  const agent = { ...report({ search }), subject: agentReport };
  const alone = searchRows([agent], sheet(300)).join("\n");
  expect(alone).toContain("gave 17 different results; each other one asked, and came to, the same");
  expect(alone).not.toContain("log");
  const both = searchRows([agent, report({ search })], sheet(400)).join("\n");
  expect(both).toContain("20 schedules gave 17 different logs;");
  expect(both).toContain("schedules of agents gave 17 different results;");
});

test("where there was no step, no chance is told of having missed an order of them", () => {
  const none = { ...search, chains: 0, steps: 0, missedDepth2: 0 };
  expect(searchRows([report({ search: none })], sheet(100)).join("\n")).not.toContain("missed");
});

test("the default order alone is no search", () => {
  const strategies = [{ name: "default", schedules: 1, failing: 0, firstFailing: null }];
  expect(searchRows([report({ search: { ...search, strategies } })], sheet(100))).toEqual([]);
});
