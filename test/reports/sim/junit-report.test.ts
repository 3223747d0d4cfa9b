import { describe, expect, test } from "bun:test";
import { junitReport } from "../../../src/reports/sim/junit-report.ts";
import { visibleLine } from "../../../src/reports/visible-text.ts";
import { failure, hostileReport, hostileText, report } from "../sample-report.ts";
import { readXml } from "../strict-xml.ts";

describe("the strict reader of XML", () => {
  const within = (text: string) => `<?xml version="1.0" encoding="UTF-8"?>\n${text}`;

  test.each([
    "<a>",
    "<a></b>",
    "<a/><b/>",
    "<a>&</a>",
    "<a>&nbsp;</a>",
    "<a>]]></a>",
    `<a b="<"/>`,
    `<a b="1" b="2"/>`,
    "<a>\x1b</a>",
    "text",
  ])("refuses %j", (text) => {
    expect(() => readXml(within(text))).toThrow();
  });

  test("reads what is well-formed", () => {
    expect(readXml(within(`<a b="&quot;1&lt;"><c/>x &amp; y</a>`))).toEqual({
      name: "a",
      attributes: { b: '"1<' },
      children: [{ name: "c", attributes: {}, children: [], text: "" }],
      text: "x & y",
    });
  });
});

describe("the JUnit report", () => {
  test("is a suite a file and a case a scenario, times in seconds", () => {
    const root = readXml(
      junitReport([
        report(),
        report({ file: "b.scenario.ts" }),
        report({ name: "another", failures: [failure()] }),
      ]),
    );
    expect(root.attributes).toEqual({
      name: "rehearsal",
      tests: "3",
      failures: "1",
      errors: "0",
      skipped: "0",
      time: "4.500",
    });
    expect(
      root.children.map((suite) => [suite.attributes["name"], suite.attributes["tests"]]),
    ).toEqual([
      ["scenarios/a.scenario.ts", "2"],
      ["b.scenario.ts", "1"],
    ]);
    const cases = root.children[0]?.children ?? [];
    expect(cases.map((one) => [one.attributes["name"], one.children.length])).toEqual([
      ["a limiter is built", 0],
      ["another", 1],
    ]);
  });

  test("says in each suite that a person ended it before all was run", () => {
    const suitesOf = (isInterrupted: boolean) =>
      readXml(junitReport([report(), report({ file: "b.scenario.ts" })], isInterrupted)).children;
    for (const suite of suitesOf(true))
      expect(suite.children[0]).toMatchObject({
        name: "properties",
        children: [{ name: "property", attributes: { name: "interrupted", value: "true" } }],
      });
    expect(suitesOf(false).map(({ children }) => children.length)).toEqual([1, 1]);
  });

  test("tells a failure with its message, its steps and its replay", () => {
    const root = readXml(junitReport([report({ failures: [failure()] })]));
    const element = root.children[0]?.children[0]?.children[0];
    expect(element?.name).toBe("failure");
    expect(element?.attributes).toEqual({
      message: "law 3 (gate) is broken: a write was not approved",
      type: "law 3 (gate)",
    });
    expect(element?.text.split("\n")).toEqual([
      "law 3 (gate) is broken: a write was not approved",
      "",
      "  … 5 steps in the default order",
      "  5 at 500 ms: chunk 5",
      "> 6 at 600 ms: chunk 6 (3 of 3)",
      "  7 at 700 ms: chunk 7",
      "  8 at 800 ms: chunk 8",
      "  9 at 900 ms: chunk 9",
      "",
      "replay: rehearsal sim scenarios/a.scenario.ts --replay r1.abc-_9",
    ]);
  });

  test("keeps every failure in the one element that readers show", () => {
    const failures = [failure(), failure({ kind: "expectation", command: "second command" })];
    const root = readXml(junitReport([report({ failures })]));
    const [element, ...more] = root.children[0]?.children[0]?.children ?? [];
    expect(more).toEqual([]);
    expect(element?.text).toContain("second command");
  });

  test("is well-formed whatever models said", () => {
    const root = readXml(junitReport([hostileReport()]));
    const testcase = root.children[0]?.children[0];
    expect(testcase?.attributes["name"]).toBe(visibleLine(hostileText));
    expect(testcase?.children[0]?.text).toContain(`<script>document.title="script ran"</script>`);
  });

  test("of nothing is a report without a suite", () => {
    expect(readXml(junitReport([])).children).toEqual([]);
  });
});
