import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { z } from "zod";
import { fold } from "../../../src/core/reduce/reduce.ts";
import { usageJson } from "../../../src/reports/usage/usage-json.ts";
import { longLog } from "../../core/long-log.ts";

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

/** What docs/usage-json.md describes; strict, so that a member that it does not describe fails. */
const usageSchema = z.strictObject({
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

const page = await Bun.file(
  join(import.meta.dir, "..", "..", "..", "docs", "usage-json.md"),
).text();

describe("the JSON about usage", () => {
  const state = fold(longLog({ sessions: 2, turnsEach: 2, outputCharacters: 500 }))!;
  const told: unknown = JSON.parse(JSON.stringify(usageJson(state, "running")));

  test("is what its page describes, and nothing else", () => {
    expect(usageSchema.parse(told)).toEqual(told as never);
    expect(usageSchema.parse(told).byAttempt).toHaveLength(2);
  });

  test("has a page that names every member", () => {
    const names = new Set<string>();
    JSON.stringify(told, (name, value: unknown) => {
      if (name !== "" && !/^\d+$/.test(name)) names.add(name);
      return value;
    });
    expect([...names].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
