import { z } from "zod";

const count = z.int().nonnegative();
const spending = z.strictObject({
  calls: count,
  usage: z.strictObject({
    inputTokens: count,
    outputTokens: count,
    thinkingTokens: count,
    cacheReadTokens: count,
    cacheWriteTokens: count,
  }),
  costUsd: z.number().nullable(),
  knownCostUsd: z.number(),
  savedUsd: z.number().nullable(),
});
const group = z.strictObject({
  name: z.string(),
  reportsWrites: z.boolean(),
  total: spending,
  completed: spending,
  discarded: spending,
  underWay: spending,
  retried: spending,
  repairs: spending,
  estimated: spending,
});
const groups = z.array(group);

/** docs/usage-json.md as a schema; strict, so that a member that the page does not describe fails. */
export const usageJsonSchema = z.strictObject({
  version: z.literal(1),
  runId: z.string(),
  epic: z.string(),
  outcome: z.enum(["done", "failed", "waiting", "interrupted", "running"]),
  sum: group,
  byTier: groups,
  byTrack: groups,
  byTicket: groups,
  byModel: groups,
  byAttempt: z.array(
    group.extend({
      ticketId: z.string().nullable(),
      attempt: z.int().positive().nullable(),
      outcome: z.enum(["done", "failed", "running", "unfinished"]).nullable(),
      byTier: groups,
    }),
  ),
  byOutcome: groups,
});
