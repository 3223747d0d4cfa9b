import { z } from "zod";

const count = z.int().nonnegative();
const share = z.number().nonnegative().nullable();
const seat = {
  tier: z.enum(["tier1", "tier2", "tier3", "tier4"]),
  trackId: z.string().nullable(),
  ticketId: z.string().nullable(),
  attempt: z.int().positive(),
  sessionId: z.string(),
  streamId: z.string(),
  model: z.string(),
  phase: z.enum([
    "due",
    "calling",
    "discarded",
    "backing-off",
    "acting",
    "replied",
    "failed",
    "closed",
  ]),
  completedTurns: count,
  failure: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  limitTokens: count.nullable(),
  utilisation: share,
};
const usd = z.number().nullable();
const turns = z.array(z.int().positive());
const cacheUse = {
  readTokens: count,
  writtenTokens: count,
  miss: z
    .enum([
      "first",
      "too-short",
      "unreported",
      "expired",
      "system",
      "tools",
      "files",
      "history",
      "evicted",
    ])
    .nullable(),
  savedUsd: usd,
  missedTokens: count,
  missedUsd: usd,
};

/** docs/context-json.md as a schema; strict, so that a member that the page does not describe fails. */
export const contextJsonSchema = z.strictObject({
  version: z.literal(1),
  runId: z.string(),
  epic: z.string(),
  outcome: z.enum(["done", "failed", "waiting", "interrupted", "running"]),
  seq: count,
  atMs: z.number(),
  sessions: z.array(
    z.strictObject({ ...seat, reportedTokens: count.nullable(), droppedTurns: count }),
  ),
  session: z
    .strictObject({
      ...seat,
      provider: z.string(),
      turn: z.int().positive(),
      estimatedTokens: count,
      replyTokens: count,
      pendingCalls: count,
      marginTokens: count.nullable(),
      headroomTokens: z.int().nullable(),
      calibration: z.strictObject({
        factor: z.number().positive(),
        source: z.enum(["session", "tier", "none"]),
      }),
      lastError: z.number().nullable(),
      parts: z.strictObject({
        systemTokens: count,
        toolsTokens: count,
        filesTokens: count,
        historyTokens: count,
      }),
      nextCall: z.discriminatedUnion("type", [
        z.strictObject({ type: z.literal("fits") }),
        z.strictObject({
          type: z.literal("trims"),
          estimatedTokens: count,
          results: turns,
          turns,
        }),
        z.strictObject({ type: z.literal("exceeded"), estimatedTokens: count }),
        z.strictObject({ type: z.literal("none") }),
      ]),
      dropped: z.strictObject({ results: turns, turns }),
      rows: z.array(
        z.strictObject({
          index: count,
          role: z.enum(["user", "assistant"]),
          turn: count,
          estimatedTokens: count,
          hasToolUse: z.boolean(),
          hasToolResult: z.boolean(),
          dropped: z.enum(["none", "results", "whole"]),
          isPartial: z.boolean(),
          calls: z.array(
            z.strictObject({
              tool: z.string(),
              target: z.string().nullable(),
              estimatedTokens: z.int().nonnegative(),
            }),
          ),
          text: z.string().max(80),
        }),
      ),
      cache: z.strictObject({
        readTokens: count,
        writtenTokens: count,
        reportsWrites: z.boolean(),
        hitRate: share,
        paidInputUsd: usd,
        uncachedInputUsd: usd,
        savedUsd: usd,
        trims: z.strictObject({ count, missedTokens: count, missedUsd: usd }),
        last: z
          .strictObject({ turn: z.int().positive(), try: z.int().positive(), ...cacheUse })
          .nullable(),
        remainingMs: z.number().nonnegative().nullable(),
      }),
      breakpoints: z.array(
        z.union([
          z.strictObject({ part: z.enum(["tools", "system"]) }),
          z.strictObject({
            part: z.enum(["files", "history"]),
            message: count,
            block: count,
            row: count,
          }),
        ]),
      ),
      calls: z.array(
        z.strictObject({
          turn: z.int().positive(),
          try: z.int().positive(),
          completed: z.boolean(),
          startedAtMs: z.number(),
          reported: z.strictObject({
            inputTokens: count,
            outputTokens: count,
            thinkingTokens: count,
            cacheReadTokens: count,
            cacheWriteTokens: count,
          }),
          reportedTokens: count,
          estimatedTokens: count,
          error: z.number().nullable(),
          cache: z.strictObject(cacheUse),
          drops: z.strictObject({ resultsThrough: count, turnsThrough: count }),
        }),
      ),
    })
    .nullable(),
  exact: z
    .strictObject({
      turn: z.int().positive(),
      estimatedTokens: count,
      exactTokens: count,
      error: z.number().nullable(),
    })
    .nullable(),
});
