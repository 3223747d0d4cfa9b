import { z } from "zod";

/** A schema that users can build on. */
interface PublishedSchema {
  readonly name: string;
  /** What it describes, for people. */
  readonly describes: string;
  /** Grows where a member changes its meaning or goes. */
  readonly version: number;
  /** `output`: members may be added to it. `input`: another member is a mistake. */
  readonly side: "output" | "input";
  readonly load: () => Promise<z.ZodType>;
}

const count = z.int().nonnegative();

export const publishedSchemas: readonly PublishedSchema[] = [
  {
    name: "sim",
    describes: "rehearsal sim --json, --reporter json=FILE and rehearsal merge --json",
    version: 1,
    side: "output",
    load: async () => (await import("../../reports/sim/json-report-schema.ts")).jsonReportSchema,
  },
  {
    name: "show",
    describes: "rehearsal show RUN --json",
    version: 1,
    side: "output",
    load: async () => (await import("../../reports/run/run-json-schema.ts")).runJsonSchema,
  },
  {
    name: "transcript",
    describes: "rehearsal show RUN --transcript --json",
    version: 1,
    side: "output",
    load: async () =>
      (await import("../../reports/transcript/transcript-json-schema.ts")).transcriptJsonSchema,
  },
  {
    name: "usage",
    describes: "rehearsal show RUN --usage --json",
    version: 1,
    side: "output",
    load: async () => (await import("../../reports/usage/usage-json-schema.ts")).usageJsonSchema,
  },
  {
    name: "context",
    describes: "rehearsal context RUN --json",
    version: 1,
    side: "output",
    load: async () =>
      (await import("../../reports/context/context-json-schema.ts")).contextJsonSchema,
  },
  {
    name: "runs",
    describes: "rehearsal runs --json",
    version: 1,
    side: "output",
    load: async () =>
      z.strictObject({
        runs: z.array(
          z.strictObject({
            runId: z.string(),
            epic: z.string(),
            startedAtMs: count,
            outcome: z.enum(["done", "failed", "waiting", "interrupted", "running", "damaged"]),
          }),
        ),
      }),
  },
  {
    name: "doctor",
    describes: "rehearsal doctor --json",
    version: 1,
    side: "output",
    load: async () =>
      z.strictObject({
        ok: z.boolean(),
        findings: z.array(
          z.strictObject({
            name: z.string(),
            status: z.enum(["ok", "note", "problem"]),
            message: z.string(),
          }),
        ),
      }),
  },
  {
    name: "event",
    describes: "each line of rehearsal run --json and rehearsal resume --json",
    version: 1,
    side: "output",
    // Which further members an event has, says its type: src/core/event.ts.
    load: async () => z.looseObject({ seq: count, atMs: z.number(), type: z.string() }),
  },
  {
    name: "scenario",
    describes: "the plain data that scenario({ … }) makes",
    version: 1,
    side: "input",
    load: async () => (await import("../../sim/scenario-schema.ts")).scenarioSchema,
  },
  {
    name: "config",
    describes: "what rehearsal.config.ts exports",
    version: 1,
    side: "input",
    load: async () => (await import("../../config/config-schema.ts")).configSchema,
  },
];

/**
 * A schema as JSON Schema, draft 2020-12. Code within a scenario (predicates) has no schema: there, anything is
 * allowed.
 */
export async function jsonSchemaOf(schema: PublishedSchema): Promise<Record<string, unknown>> {
  const { name, version, describes, side } = schema;
  const { $schema, ...rest } = z.toJSONSchema(await schema.load(), {
    unrepresentable: "any",
    io: side,
    override: ({ jsonSchema }) => {
      if (side === "output" && jsonSchema.additionalProperties === false)
        delete jsonSchema.additionalProperties;
    },
  });
  return { $schema, $id: `urn:rehearsal:${name}:${version}`, title: describes, ...rest };
}
