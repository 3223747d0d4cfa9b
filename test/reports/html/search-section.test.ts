import { expect, test } from "bun:test";
import { htmlReport } from "../../../src/reports/html/html-report.ts";
import { searchSection } from "../../../src/reports/html/search-section.ts";
import { failure, report, searched } from "../sample-report.ts";

/** The words of each row of the section's tables. */
const rowsOf = (page: string): readonly string[] =>
  page
    .split("<tr>")
    .slice(1)
    .map((row) =>
      row
        .replaceAll(/<[^>]*>/g, " ")
        .replaceAll(/\s+/g, " ")
        .trim(),
    );

test("the search is shown seed after seed: what failed when, what was reached by when, and who found it", () => {
  const failures = [failure({ kind: "deadlock", seed: 7, count: 9 })];
  const { text } = searchSection([report({ ...searched("pct-3"), failures })], "of this");
  expect(rowsOf(text)).toEqual([
    "What seed 0 399 In all Seed",
    "failing schedules 9 first 7",
    "deadlock 9 first 7",
    "kinds of event 2 of 3 last new 250",
    "really different orders 3 last new 333",
    "Strategy Schedules Failing Share Seed",
    "pct-3 399 8 2 % first 7",
    "default 1 0 –",
  ]);
  expect(text.match(/<rect\s+class="failing"\s+x=/g)).toHaveLength(9);
});

test("several scenarios are shown together, too", () => {
  const both = [
    report(searched("pct-3")),
    report({ ...searched("pct-3"), name: "b", file: "b.scenario.ts" }),
  ];
  const rows = rowsOf(searchSection(both, "over all").text);
  expect(rows).toContain("failing schedules 18");
  expect(rows).toContain("pct-3 798 16 2 % first 7");
  expect(htmlReport(both)).toContain("The search, over all scenarios");
});

test("of one schedule, or of a report of before this was kept, nothing is said", () => {
  expect(searchSection([report()], "of this").text).toBe("");
  const { search } = searched("pct-3");
  const [first] = search.course!.ranges;
  const course = { seedsPerRange: 1, ranges: [{ ...first!, schedules: 1 }] };
  expect(searchSection([report({ search: { ...search, course } })], "of this").text).toBe("");
});
