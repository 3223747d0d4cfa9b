import { describe, expect, test } from "bun:test";
import { jsonReport, scenarioReports } from "../../../src/reports/sim/json-report.ts";
import { jsonReportSchema } from "../../../src/reports/sim/json-report-schema.ts";
import { projection } from "../sample-projection.ts";
import { agentReport, failure, hostileReport, hostileText, law, report } from "../sample-report.ts";

const printed = (...reports: Parameters<typeof jsonReport>[0]) =>
  jsonReportSchema.parse(JSON.parse(JSON.stringify(jsonReport(reports))));

describe("the JSON report", () => {
  test("holds an agent with what it did, and is read back as it was", () => {
    const whole = { ...report({ laws: [law({ law: "a1" })] }), subject: agentReport };
    const [scenario] = printed(whole).scenarios;
    const { type: _, ...agent } = agentReport;
    expect(scenario).toMatchObject({ agent });
    expect(scenarioReports(jsonReport([whole]))).toEqual([whole]);
  });

  test("has the shape that its page tells, whatever models said", () => {
    const [scenario] = printed(hostileReport()).scenarios;
    expect(scenario?.name).toBe(hostileText);
    expect(scenario).toMatchObject({ streams: hostileReport().subject.projection.streams });
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
        isKnown: false,
        replay: "rehearsal sim scenarios/a.scenario.ts --replay r1.abc-_9",
        code: "r1.abc-_9",
        deviations: 1,
        faults: [],
        explanation: null,
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
    const { tickets, usage } = projection;
    const names = [
      ...Object.keys(scenario ?? {}),
      ...Object.keys(scenario?.failures[0] ?? {}),
      ...Object.keys(scenario?.laws[0] ?? {}),
      ...Object.keys(tickets[0] ?? {}),
      ...Object.keys(usage.tier1),
      ...Object.keys(agentReport).filter((name) => name !== "type"),
      ...Object.keys(agentReport.requests[0]!),
    ];
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
