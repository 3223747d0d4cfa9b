import { describe, expect, test } from "bun:test";
import { z } from "zod";
import { jsonSchemaOf, publishedSchemas } from "../../../src/commands/schema/published-schemas.ts";
import { project } from "../../../src/core/project.ts";
import { jsonReport } from "../../../src/reports/sim/json-report.ts";
import { loadScenarios } from "../../../src/sim/load-scenario.ts";
import { rehearse } from "../../../src/sim/rehearse.ts";
import { failure, report } from "../../reports/sample-report.ts";

const named = (name: string) => publishedSchemas.find((schema) => schema.name === name)!;

/** A check by the printed schema alone. */
const checkerOf = async (name: string) =>
  z.fromJSONSchema((await jsonSchemaOf(named(name))) as Parameters<typeof z.fromJSONSchema>[0]);

test("each schema has a name, a version and words of its own", async () => {
  const schemas = await Promise.all(publishedSchemas.map(jsonSchemaOf));
  expect(new Set(schemas.map(({ $id }) => $id)).size).toBe(schemas.length);
  for (const schema of schemas) {
    expect(schema["$schema"]).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(schema["$id"]).toMatch(/^urn:rehearsal:[a-z]+:\d+$/);
    expect(schema["title"]).not.toBe("");
  }
});

describe("what is printed fits its schema, also with members that are added later:", () => {
  test("a report of sim", async () => {
    const printed = jsonReport([report(), report({ failures: [failure()] })]);
    const checker = await checkerOf("sim");
    expect(checker.safeParse(JSON.parse(JSON.stringify(printed))).error).toBeUndefined();
    expect(checker.safeParse({ ...printed, later: 1 }).success).toBe(true);
    expect(checker.safeParse({ ...printed, version: 2 }).success).toBe(false);
  });

  test("a scenario's data, a run and its events", async () => {
    const { loaded } = await loadScenarios(["scenarios/rejected-command.scenario.ts"]);
    const { scenario } = loaded[0]!;
    const data: unknown = JSON.parse(JSON.stringify(scenario));
    expect((await checkerOf("scenario")).safeParse(data).error).toBeUndefined();
    const { log } = await rehearse(scenario);
    const run: unknown = JSON.parse(JSON.stringify(project(log)));
    expect((await checkerOf("show")).safeParse(run).error).toBeUndefined();
    const event = await checkerOf("event");
    for (const one of log) expect(event.safeParse(one).success).toBe(true);
  });
});
