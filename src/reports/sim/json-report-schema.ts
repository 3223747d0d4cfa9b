import { z } from "zod";
import { runJsonSchema } from "../run/run-json-schema.ts";

const count = z.int().nonnegative();
/** Other members are kept: an event may have any, and which ones says its type. */
const event = z.looseObject({ seq: count, atMs: z.number(), type: z.string() });

/** By name, how many schedules reached it. */
const counts = z.record(z.string(), count);

/** By name, the lowest seed that reached it. */
const seeds = z.record(z.string(), count);

const step = z.strictObject({
  step: count,
  chain: z.string(),
  atMs: z.number(),
  label: z.string(),
  overtook: z.string().nullable(),
  candidates: count,
  place: count,
  storedAtDeath: count.optional(),
});

// Reports of before there were explanations have none.
const explanation = z
  .strictObject({
    races: z.array(
      z.strictObject({
        step: count,
        first: z.string(),
        second: z.string(),
        besides: count.exactOptional(),
      }),
    ),
    nearest: z.strictObject({ how: z.string(), common: count, log: z.array(event) }).nullable(),
    continuations: count,
    failing: count,
    needs: z.array(z.strictObject({ what: z.string(), failing: count })),
  })
  .nullable()
  .default(null);

/** What is said of a scenario of either kind. */
const rehearsal = {
  file: z.string(),
  line: z.int().positive(),
  name: z.string(),
  // Reports of before there were servers name none.
  server: z.string().nullable().default(null),
  passed: z.boolean(),
  seeds: count,
  swarm: z.boolean(),
  durationMs: z.number(),
  failures: z.array(
    z.strictObject({
      seed: count.nullable(),
      count,
      kind: z.string(),
      messages: z.array(z.string()),
      deterministic: z.boolean(),
      isKnown: z.boolean(),
      replay: z.string(),
      code: z.string(),
      deviations: count,
      faults: z.array(z.string()),
      explanation,
      seenIn: z.string(),
      steps: z.array(step),
      log: z.array(event),
    }),
  ),
  search: z.strictObject({
    strategies: z.array(
      z.strictObject({
        name: z.string(),
        schedules: count,
        failing: count,
        firstFailing: count.nullable().default(null),
      }),
    ),
    // Reports of before it was kept have none.
    course: z
      .strictObject({
        seedsPerRange: count,
        ranges: z.array(z.strictObject({ from: count, schedules: count, failing: count })),
      })
      .nullable()
      .default(null),
    chains: count,
    steps: count,
    distinctLogs: count,
    logDigests: z.array(z.string()),
    missedDepth2: z.number(),
  }),
  // Reports of before there was coverage have none.
  coverage: z
    .strictObject({
      events: counts,
      decisions: counts,
      pairs: counts,
      faults: counts,
      marks: counts,
      classes: count,
      classDigests: z.array(z.string()),
      classSeeds: z.array(count).default([]),
      firstSeeds: z
        .strictObject({
          events: seeds,
          decisions: seeds,
          pairs: seeds,
          faults: seeds,
          marks: seeds,
        })
        .default({ events: {}, decisions: {}, pairs: {}, faults: {}, marks: {} }),
    })
    .nullable()
    .default(null),
  laws: z.array(
    z.strictObject({
      law: z.union([z.int().min(1), z.string().regex(/^a[0-9]+$/)]),
      name: z.string(),
      holds: count,
      broken: count,
      notExercised: count,
      unknown: count,
      exercised: count,
    }),
  ),
};

/** A run of the conductor. */
const run = z.strictObject({
  ...rehearsal,
  ...runJsonSchema.shape,
  log: z.array(event),
});

const time = z.number().nonnegative();

/** An agent of somebody else's. */
const agent = z.strictObject({
  ...rehearsal,
  agent: z.strictObject({
    outcome: z.enum(["returned", "threw", "hung"]),
    value: z.string(),
    requests: z.array(
      z.strictObject({
        number: count,
        atMs: time,
        endedAtMs: time.nullable(),
        wire: z.string().nullable(),
        words: z.string(),
        reply: z.string().nullable(),
        try: count,
        fault: z.string().nullable(),
        end: z.enum(["open", "whole", "failed", "left", "refused"]),
      }),
    ),
    questions: z.array(
      z.strictObject({
        question: z.string(),
        answer: z.string().nullable(),
        askedAtMs: time,
        answeredAtMs: time.nullable(),
      }),
    ),
    notSimulated: z.array(z.string()),
    durationMs: time,
    digest: z.string(),
  }),
});

/** docs/json-report.md as a schema. */
export const jsonReportSchema = z.strictObject({
  version: z.literal(1),
  interrupted: z.literal(true).optional(),
  scenarios: z.array(z.union([run, agent])),
});
