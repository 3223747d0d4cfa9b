import { describe, expect, test } from "bun:test";
import { jsonReport, scenarioReports } from "../../../src/reports/sim/json-report.ts";
import { jsonReportSchema } from "../../../src/reports/sim/json-report-schema.ts";
import { projection } from "../sample-projection.ts";
import { failure, hostileReport, hostileText, report } from "../sample-report.ts";

const printed = (...reports: Parameters<typeof jsonReport>[0]) =>
  jsonReportSchema.parse(JSON.parse(JSON.stringify(jsonReport(reports))));

describe("the JSON report", () => {
  test("has the shape that its page tells, whatever models said", () => {
    const [scenario] = printed(hostileReport()).scenarios;
    expect(scenario?.name).toBe(hostileText);
    expect(scenario?.streams).toEqual(hostileReport().projection.streams);
  });

  test("carries the projection on the scenario itself", () => {
    const [scenario] = printed(report()).scenarios;
    expect(scenario).toMatchObject(JSON.parse(JSON.stringify(projection)) as object);
  });

  test("tells how to replay each failure", () => {
    const [scenario] = printed(report({ failures: [failure()] })).scenarios;
    expect(scenario?.passed).toBe(false);
    expect(scenario?.failures).toEqual([
      {
        seed: 7,
        count: 3,
        kind: "law 3 (gate)",
        messages: ["law 3 (gate) is broken: a write was not approved"],
        deterministic: true,
        replay: "rehearsal sim scenarios/a.scenario.ts --replay r1.abc-_9",
        code: "r1.abc-_9",
        deviations: 1,
        faults: [],
        seenIn: "the run itself",
        steps: [...failure().steps],
        log: [],
      },
    ]);
  });

  test("leaves nothing out: the reports can be made of it again", () => {
    const reports = [report({ failures: [failure()] }), hostileReport()];
    expect(scenarioReports(jsonReport(reports))).toEqual(reports);
  });

  test("of nothing is an empty list", () => {
    expect(printed()).toEqual({ version: 1, scenarios: [] });
  });

  test("names every member on its page", async () => {
    const page = await Bun.file(`${import.meta.dir}/../../../docs/json-report.md`).text();
    const [scenario] = printed(report({ failures: [failure()] })).scenarios;
    const names = [
      ...Object.keys(scenario ?? {}),
      ...Object.keys(scenario?.failures[0] ?? {}),
      ...Object.keys(scenario?.laws[0] ?? {}),
      ...Object.keys(scenario?.tickets[0] ?? {}),
      ...Object.keys(scenario?.usage.tier1 ?? {}),
    ];
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
