import { describe, expect, test } from "bun:test";
import { z } from "zod";
import { jsonReport } from "../../../src/reports/sim/json-report.ts";
import { projection } from "../sample-projection.ts";
import { failure, hostileReport, hostileText, report } from "../sample-report.ts";

const count = z.int().nonnegative();
const tierUsage = z.strictObject({
  inputTokens: count,
  outputTokens: count,
  cacheReadTokens: count,
  cacheWriteTokens: count,
  costUsd: z.number().nullable(),
});

/** docs/json-report.md as a schema. */
const shape = z.strictObject({
  version: z.literal(1),
  scenarios: z.array(
    z.strictObject({
      file: z.string(),
      name: z.string(),
      runId: z.string(),
      epic: z.string(),
      outcome: z.enum(["done", "failed", "waiting", "interrupted", "running"]),
      failure: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
      passed: z.boolean(),
      seeds: count,
      swarm: z.boolean(),
      durationMs: z.number(),
      failures: z.array(
        z.strictObject({
          seed: count,
          count,
          kind: z.string(),
          messages: z.array(z.string()),
          deterministic: z.boolean(),
          replay: z.string(),
          code: z.string(),
        }),
      ),
      search: z.strictObject({
        strategies: z.array(z.strictObject({ name: z.string(), schedules: count, failing: count })),
        chains: count,
        steps: count,
        distinctLogs: count,
        missedDepth2: z.number(),
      }),
      laws: z.array(
        z.strictObject({
          law: z.int().min(1).max(9),
          name: z.string(),
          holds: count,
          broken: count,
          notExercised: count,
          unknown: count,
          exercised: count,
        }),
      ),
      tracks: z.array(z.strictObject({ id: z.string(), title: z.string(), status: z.string() })),
      tickets: z.array(
        z.strictObject({
          id: z.string(),
          trackId: z.string(),
          title: z.string(),
          status: z.enum(["todo", "running", "done", "failed", "blocked"]),
          dependsOn: z.array(z.string()),
          attempts: count,
          reason: z.string().nullable(),
        }),
      ),
      streams: z.record(
        z.string(),
        z.strictObject({
          text: z.string(),
          turns: count,
          status: z.enum(["streaming", "idle", "ended"]),
        }),
      ),
      popups: z.array(
        z.strictObject({
          id: z.string(),
          kind: z.string(),
          ticketId: z.string().nullable(),
          decision: z.string().nullable(),
        }),
      ),
      usage: z.strictObject({
        tier1: tierUsage,
        tier2: tierUsage,
        tier3: tierUsage,
        tier4: tierUsage,
      }),
      events: count,
      digest: z.string().regex(/^[0-9a-f]+$/),
    }),
  ),
});

const printed = (...reports: Parameters<typeof jsonReport>[0]) =>
  shape.parse(JSON.parse(JSON.stringify(jsonReport(reports))));

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
      },
    ]);
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
