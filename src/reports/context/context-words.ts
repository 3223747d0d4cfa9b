import type { CacheMiss } from "../../core/window/cache-miss.ts";
import type { CacheUse, CacheView } from "../../core/window/cache-view.ts";
import type { ContextRow } from "../../core/window/context-rows.ts";
import type { ContextView } from "../../core/window/context-view.ts";
import type { Projection } from "../../core/projection.ts";
import { droppedText } from "../../core/window/dropped-turns.ts";
import { tokensText } from "./context-bar.ts";
import { countText } from "../../core/words/count-text.ts";
import { costText } from "../usage/usage-columns.ts";

// Sentences about a context window that the terminal and the HTML page share.

/** A smaller error is reported as none. */
const errorMin = 0.0005;

function errorText(error: number | null): string {
  if (error === null) return "";
  if (Math.abs(error) < errorMin) return " (the last estimate was right)";
  const percent = Math.abs(error * 100).toFixed(1);
  return ` (the last estimate was ${percent}% too ${error > 0 ? "high" : "low"})`;
}

export function estimateText(view: ContextView): string {
  const { estimatedTokens, lastError, pendingCalls } = view;
  const where = placeText(view);
  const tokens = tokensText(estimatedTokens);
  if (pendingCalls === 0) return `about ${tokens} tokens in ${where}${errorText(lastError)}`;
  const calls = countText(pendingCalls, "tool call is", "tool calls are");
  return `at least about ${tokens} tokens in ${where}: ${calls} still to be answered`;
}

/** Which prompt the numbers are of: that of the call in flight, else that of the next call. */
function placeText({ nextCall, phase, turn }: ContextView): string {
  if (nextCall.type === "none") return "the conversation";
  return phase === "calling" ? `the prompt of turn ${tokensText(turn)}` : "the next prompt";
}

/** How much can still be added; `null` where the session makes no more calls or the window is unknown. */
export function roomText(view: ContextView): string | null {
  const { headroomTokens, replyTokens, marginTokens, nextCall, pendingCalls } = view;
  if (headroomTokens === null || nextCall.type === "none") return null;
  const margin = marginTokens ?? 0;
  const kept = `${tokensText(replyTokens)} are kept for the reply${margin === 0 ? "" : `, ${tokensText(margin)} as a margin`}`;
  if (headroomTokens < 0) return `${tokensText(-headroomTokens)} too many (${kept})`;
  const most = pendingCalls === 0 ? "" : "at most ";
  return `${most}${tokensText(headroomTokens)} more before it trims (${kept})`;
}

/** What to write where a window is unknown. */
export function unknownWindowText(model: string): string {
  return `The window of ${model} is unknown, so nothing is left out before the provider refuses. For the next run, in rehearsal.config.ts, with the model's own numbers:`;
}

export function windowSnippet(model: string): string {
  return `windows: { ${JSON.stringify(model)}: { contextTokens: 32_000, maxOutputTokens: 4_000 } }`;
}

export function leftOutText({ dropped }: ContextView): string | null {
  if (dropped.turns.length + dropped.results.length === 0) return null;
  return `Left out so far: ${droppedText(dropped)}.`;
}

/** What the next call would leave out to fit its window; `null` where it leaves nothing out. */
export function nextCallText({ nextCall, pendingCalls }: ContextView): string | null {
  const least = pendingCalls === 0 ? "" : "at least ";
  switch (nextCall.type) {
    case "fits":
    case "none":
      return null;
    case "trims":
      return `▲ The next call would drop ${least}${droppedText(nextCall)}, and take about ${tokensText(nextCall.estimatedTokens)}.`;
    case "exceeded":
      return `▲ The next call would fail: with all dropped that can be, ${least}about ${tokensText(nextCall.estimatedTokens)} are left.`;
  }
}

const misses: Readonly<Record<CacheMiss, string>> = {
  first: "nothing had been kept before",
  "too-short": "the provider kept nothing, which it does with short prompts",
  expired: "what was kept had expired",
  tools: "the tools differ",
  system: "the system prompt differs",
  files: "the files differ",
  history: "turns were dropped, so the history changed",
  evicted: "nothing that we know of changed",
  unreported: "the provider does not say what it keeps",
};

/** For a session's first call, which can read only what another session has cached. */
const firstMisses: Readonly<Record<CacheMiss, string>> = {
  ...misses,
  expired: "its first call; what another session had kept had expired",
  tools: "its first call; the tools differ from another session's",
  system: "its first call; the system prompt differs from another session's",
  files: "its first call; the files differ from another session's",
};

/** Why a call read no more from the cache. */
export function missText(miss: CacheMiss, isFirst: boolean): string {
  return isFirst ? firstMisses[miss] : misses[miss];
}

/**
 * How much a call read from the cache, in a few words. Where the provider does not report writes, nobody knows what
 * the cache held.
 */
export function cacheUseText(
  { readTokens, miss }: Pick<CacheUse, "readTokens" | "miss">,
  { reportsWrites, isFirst }: { readonly reportsWrites: boolean; readonly isFirst: boolean },
): string {
  if (miss !== null) return missText(miss, isFirst);
  return reportsWrites ? "all read" : `${tokensText(readTokens)} read`;
}

/** A sentence on the last call and the cache; `null` before the first report. */
export function lastCacheText({
  cache,
  calls,
}: Pick<ContextView, "cache" | "calls">): string | null {
  const { last, reportsWrites } = cache;
  if (last === null) return null;
  const read = `The last call read ${tokensText(last.readTokens)}`;
  if (last.miss !== null) return `${read}: ${missText(last.miss, calls.length === 1)}.`;
  return reportsWrites ? "The last call read all that had been kept." : `${read}.`;
}

/** Sentences on whether the cache pays; none where no price is known or nothing was cached. */
export function savingTexts(cache: CacheView): readonly string[] {
  const { savedUsd, paidInputUsd, uncachedInputUsd, trims } = cache;
  const saving = ((): readonly string[] => {
    if (savedUsd === null || paidInputUsd === null || uncachedInputUsd === null) return [];
    if (savedUsd === 0) return [];
    const sums = `input cost ${costText(paidInputUsd)} and not ${costText(uncachedInputUsd)}`;
    if (savedUsd < 0) return [`The cache cost ${costText(-savedUsd)} more than it saved: ${sums}.`];
    const percent = ((savedUsd / uncachedInputUsd) * 100).toFixed(1);
    return [`The cache saved ${costText(savedUsd)} (${percent}%): ${sums}.`];
  })();
  if (trims.count === 0 || trims.missedTokens === 0) return saving;
  const cost = trims.missedUsd === null ? "" : `, for ${costText(trims.missedUsd)} more`;
  const anew = `${countText(trims.count, "trim")} had ${tokensText(trims.missedTokens)} tokens sent anew that had been kept${cost}.`;
  return [...saving, anew];
}

/** What a session is doing; one that was at work when its run ended was interrupted. */
export function phaseText(phase: ContextView["phase"], standing: Projection["outcome"]): string {
  switch (phase) {
    case "replied":
    case "failed":
    case "closed":
      return phase;
    case "due":
    case "calling":
    case "discarded":
    case "backing-off":
    case "acting":
      return standing === "running" || standing === "waiting" ? phase : "cut off";
  }
}

/**
 * A message in short: the tools that it calls or the results that it holds, the largest first, or the beginning of
 * its text. Not cleaned for a terminal.
 */
export function messageText({ role, turn, calls, text, isPartial }: ContextRow): string {
  const [first, ...others] = calls.toSorted((a, b) => b.estimatedTokens - a.estimatedTokens);
  if (first === undefined) return text === "" && turn === 0 ? "what is to be done" : `“${text}”`;
  const called = `${first.tool} ${first.target ?? ""}`.trim();
  const size = tokensText(first.estimatedTokens);
  const more = others.length === 0 ? "" : ` (${size}) and ${countText(others.length, "other")}`;
  const soFar = isPartial ? ", so far" : "";
  return `${role === "assistant" ? "→" : "←"} ${called}${more}${soFar}`;
}
