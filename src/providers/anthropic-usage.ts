import { noUsage, type Usage } from "../core/ledger/usage.ts";
import { countOf, isRecord, itemsOf, memberNamed } from "./json-value.ts";
import { usageOf } from "./openai-usage.ts";

/**
 * Puts a reply's reports together. Counts are totals so far: a new one replaces the old, and none, or 0, takes back
 * nothing that was said.
 */
export function newMessageUsage(push: (usage: Usage) => void): (wire: unknown) => void {
  let last: Usage | null = null;
  return (wire) => {
    if (!isRecord(wire)) return;
    const before = last ?? noUsage;
    const counts = messageCounts(wire);
    if (Object.values(counts).every((count) => count === null)) return;
    last = {
      inputTokens: counts.inputTokens || before.inputTokens,
      outputTokens: counts.outputTokens || before.outputTokens,
      thinkingTokens: counts.thinkingTokens || before.thinkingTokens,
      cacheReadTokens: counts.cacheReadTokens || before.cacheReadTokens,
      cacheWriteTokens: counts.cacheWriteTokens || before.cacheWriteTokens,
    };
    push(last);
  };
}

/**
 * Counts by the names of the Messages API, or by those of the other wire, which bridges to it leave. Where a reply took
 * several passes (`iterations`, such as a compaction of its context before it), the counts beside them are those of the
 * last alone (docs.claude.com, "Compaction", "Understanding usage"). A pass that brought nothing, as one of a model that
 * declined and whose place another took, is not paid for.
 */
function messageCounts(wire: Readonly<Record<string, unknown>>): Counts {
  const counts = ownCounts(wire);
  const passes = itemsOf(wire["iterations"])
    .filter(isRecord)
    .map(ownCounts)
    .filter(({ outputTokens }) => outputTokens !== 0);
  const inAll = (name: keyof Usage): number | null => {
    const given = [counts, ...passes].flatMap((pass) => pass[name] ?? []);
    const sum = passes.reduce((all, pass) => all + (pass[name] ?? 0), 0);
    return given.length === 0 ? null : Math.max(counts[name] ?? 0, sum);
  };
  return passes.length === 0
    ? counts
    : {
        inputTokens: inAll("inputTokens"),
        outputTokens: inAll("outputTokens"),
        thinkingTokens: inAll("thinkingTokens"),
        cacheReadTokens: inAll("cacheReadTokens"),
        cacheWriteTokens: inAll("cacheWriteTokens"),
      };
}

type Counts = Readonly<Record<keyof Usage, number | null>>;

function ownCounts(wire: Readonly<Record<string, unknown>>): Counts {
  const details = wire["output_tokens_details"];
  const counts = {
    inputTokens: countOf(wire["input_tokens"]),
    outputTokens: countOf(wire["output_tokens"]),
    thinkingTokens: countOf(memberNamed(details, "thinking_tokens")),
    cacheReadTokens: countOf(wire["cache_read_input_tokens"]),
    cacheWriteTokens:
      countOf(wire["cache_creation_input_tokens"]) || byLifetime(wire["cache_creation"]),
  };
  return counts.inputTokens === null && counts.outputTokens === null
    ? { ...counts, ...usageOf(wire) }
    : counts;
}

/** What was written to the cache, apart for five minutes and for an hour; `null`: it is not told so. */
function byLifetime(written: unknown): number | null {
  if (!isRecord(written)) return null;
  const counts = Object.values(written).flatMap((count) => countOf(count) ?? []);
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}
