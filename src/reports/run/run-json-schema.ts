import { z } from "zod";

const count = z.int().nonnegative();
const tierUsage = z.strictObject({
  inputTokens: count,
  outputTokens: count,
  cacheReadTokens: count,
  cacheWriteTokens: count,
  costUsd: z.number().nullable(),
});

/** A run as `rehearsal show RUN --json` prints it; docs/json-report.md explains each member. */
export const runJsonSchema = z.strictObject({
  runId: z.string(),
  epic: z.string(),
  outcome: z.enum(["done", "failed", "waiting", "interrupted", "running"]),
  failure: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  tracks: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      status: z.enum(["planning", "running", "done", "failed"]),
    }),
  ),
  tickets: z.array(
    z.strictObject({
      id: z.string(),
      trackId: z.string(),
      title: z.string(),
      status: z.enum(["todo", "running", "done", "failed", "blocked"]),
      dependsOn: z.array(z.string()),
      attempts: count,
      reason: z.string().nullable(),
      leftovers: z
        .array(z.strictObject({ path: z.string(), why: z.string(), bytes: z.number().optional() }))
        .optional(),
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
  /** `show` alone tells it. */
  kept: z
    .array(
      z.strictObject({
        ticketId: z.string(),
        ref: z.string(),
        commit: z.string(),
        leftovers: z.array(z.string()),
      }),
    )
    .optional(),
  events: count,
  digest: z.string().regex(/^[0-9a-f]+$/),
});
