import type { JsonObject } from "../../core/json.ts";
import { noUsage, type Usage } from "../../core/ledger/usage.ts";
import type { SpelledReply } from "../dialect.ts";
import { choiceOf, isFinish, mapChoice } from "./chat-choice.ts";
import type { ChatHabit } from "./habit.ts";
import { idle, mapData, type ServerEvent } from "./server-event.ts";

type UsageAs = Extract<ChatHabit, { readonly type: "usage" }>["as"];

/** A count as it is written, and what it means; `null` where it tells nobody anything. */
interface Written {
  readonly wire: JsonObject | null;
  readonly means: Usage | null;
}

/** Changes where and how a stream tells its usage. */
export function usageHabit(
  events: readonly ServerEvent[],
  as: UsageAs,
  { usage }: SpelledReply,
): readonly ServerEvent[] {
  const reporting = events.find((event) => event.usage !== null);
  const quiet = mapData(
    events.filter((event) => event.usage === null),
    ({ usage: _, ...data }) => data,
  );
  const written = writtenAs(as, usage);
  // What nobody asked for is told by some servers only where they tell it always.
  if (reporting === undefined && !always.has(as)) return events;
  switch (as) {
    case "none":
      return quiet;
    case "with-finish":
    case "in-choice":
    case "x-groq":
    case "cache-hits":
    case "timings":
      return quiet.map((event) => (isFinish(event) ? atFinish(event, as, written) : event));
    case "behind-finish":
      return withLast(quiet, written).map((event) =>
        event.usage === null ? event : silent(event),
      );
    case "in-each":
      return mapEach(quiet, usage);
    case "before-finish":
      return beforeFinish(quiet, written);
    case "twice":
      return withLast(withLast(quiet, written), written);
    case "prompt-again":
      return withLast(withLast(quiet, written), promptAgain(usage));
    case "unasked":
    case "null":
    case "empty":
    case "texts":
    case "fractions":
    case "negative":
    case "total-alone":
    case "other-names":
    case "cache-beside":
    case "thoughts-beside":
      return withLast(quiet, written);
  }
}

/** The prompt alone, as if nothing had come out: that takes back nothing. */
const promptAgain = (usage: Usage): Written => ({
  wire: {
    prompt_tokens: usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens,
    completion_tokens: 0,
  },
  means: usage,
});

const always: ReadonlySet<UsageAs> = new Set([
  "unasked",
  "with-finish",
  "in-each",
  "x-groq",
  "timings",
]);

function writtenAs(as: UsageAs, usage: Usage): Written {
  const prompt = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  const { outputTokens, thinkingTokens, cacheReadTokens, cacheWriteTokens } = usage;
  const usual: JsonObject = {
    prompt_tokens: prompt,
    completion_tokens: outputTokens,
    total_tokens: prompt + outputTokens,
    prompt_tokens_details: { cached_tokens: cacheReadTokens, cache_write_tokens: cacheWriteTokens },
    completion_tokens_details: { reasoning_tokens: thinkingTokens },
  };
  switch (as) {
    case "null":
      return { wire: null, means: null };
    case "empty":
      return { wire: {}, means: null };
    case "negative":
      // What was said is unknown; what was asked is told.
      return {
        wire: { prompt_tokens: prompt, completion_tokens: -1 },
        means: { ...noUsage, inputTokens: prompt },
      };
    case "fractions":
      return {
        wire: { ...usual, prompt_tokens: prompt + 0.25, completion_tokens: outputTokens + 0.5 },
        means: usage,
      };
    case "cache-beside":
      return {
        wire: {
          prompt_tokens: usage.inputTokens,
          completion_tokens: outputTokens,
          total_tokens: prompt + outputTokens,
          prompt_tokens_details: {
            cached_tokens: cacheReadTokens,
            cache_write_tokens: cacheWriteTokens,
          },
          completion_tokens_details: { reasoning_tokens: thinkingTokens },
        },
        means: usage,
      };
    case "texts":
      return {
        wire: {
          prompt_tokens: `${prompt}`,
          completion_tokens: `${outputTokens}`,
          prompt_cache_hit_tokens: `${cacheReadTokens}`,
        },
        means: {
          ...noUsage,
          inputTokens: prompt - cacheReadTokens,
          cacheReadTokens,
          outputTokens,
        },
      };
    case "total-alone":
      // It went in or came out, and nobody says which.
      return {
        wire: { total_tokens: prompt + outputTokens },
        means: { ...noUsage, inputTokens: prompt + outputTokens },
      };
    case "other-names":
      return {
        wire: {
          input_tokens: prompt,
          output_tokens: outputTokens,
          input_tokens_details: {
            cached_tokens: cacheReadTokens,
            cache_write_tokens: cacheWriteTokens,
          },
          output_tokens_details: { reasoning_tokens: thinkingTokens },
        },
        means: usage,
      };
    case "cache-hits":
      return {
        wire: {
          prompt_tokens: prompt,
          completion_tokens: outputTokens,
          total_tokens: prompt + outputTokens,
          prompt_cache_hit_tokens: cacheReadTokens,
          prompt_cache_miss_tokens: prompt - cacheReadTokens,
          completion_tokens_details: { reasoning_tokens: thinkingTokens },
        },
        means: { ...usage, inputTokens: prompt - cacheReadTokens, cacheWriteTokens: 0 },
      };
    case "timings":
      return {
        wire: {
          cache_n: cacheReadTokens,
          prompt_n: prompt - cacheReadTokens,
          predicted_n: outputTokens,
        },
        means: {
          ...noUsage,
          inputTokens: prompt - cacheReadTokens,
          cacheReadTokens,
          outputTokens,
        },
      };
    case "thoughts-beside":
      return {
        wire: { ...usual, completion_tokens: outputTokens - thinkingTokens },
        means: usage,
      };
    default:
      return { wire: usual, means: usage };
  }
}

function atFinish(event: ServerEvent, as: UsageAs, { wire, means }: Written): ServerEvent {
  const reported = { ...event, usage: means };
  switch (as) {
    case "in-choice":
      return mapChoice([reported], (choice) => ({ ...choice, usage: wire }))[0]!;
    case "timings":
      return { ...reported, data: { ...event.data, timings: wire } };
    case "x-groq":
      return { ...reported, data: { ...event.data, x_groq: { id: "req_groq", usage: wire } } };
    default:
      return { ...reported, data: { ...event.data, usage: wire } };
  }
}

/** A chunk of its own, behind the finish reason. */
function withLast(
  events: readonly ServerEvent[],
  { wire, means }: Written,
): readonly ServerEvent[] {
  const at = events.findIndex(({ data }) => data === null);
  const head = events[0]?.data ?? {};
  const last = { ...idle({ ...head, choices: [], usage: wire }), usage: means };
  return at < 0 ? [...events, last] : [...events.slice(0, at), last, ...events.slice(at)];
}

/** With a choice that says nothing, as OpenRouter has it. */
const silent = (event: ServerEvent): ServerEvent => {
  const choice = { index: 0, delta: { role: "assistant", content: "" }, finish_reason: null };
  return { ...event, data: { ...event.data, choices: [choice] } };
};

function beforeFinish(
  events: readonly ServerEvent[],
  { wire, means }: Written,
): readonly ServerEvent[] {
  const at = events.findIndex(isFinish);
  const extra = { ...idle({ ...events[0]?.data, choices: [], usage: wire }), usage: means };
  return at < 0 ? events : [...events.slice(0, at), extra, ...events.slice(at)];
}

/** So far, in each chunk: the last one counts. */
function mapEach(events: readonly ServerEvent[], usage: Usage): readonly ServerEvent[] {
  const chunks = events.filter((event) => choiceOf(event) !== null);
  return events.map((event) => {
    const nth = chunks.indexOf(event);
    if (nth < 0) return event;
    const isLast = nth === chunks.length - 1;
    const soFar = isLast
      ? usage
      : { ...usage, outputTokens: Math.min(usage.outputTokens, nth), thinkingTokens: 0 };
    const { wire, means } = writtenAs("in-each", soFar);
    return { ...event, usage: means, data: { ...event.data, usage: wire } };
  });
}
