import type { JsonObject } from "../../core/json.ts";
import { noUsage, type Usage } from "../../core/ledger/usage.ts";
import { isObject } from "../json-object.ts";
import type { MessagesHabit } from "./habit.ts";
import type { ServerEvent } from "./server-event.ts";

type UsageAs = Extract<MessagesHabit, { readonly type: "message-usage" }>["as"];

/** Changes where a stream of the Messages API tells its usage. */
export function messageUsage(
  events: readonly ServerEvent[],
  as: UsageAs,
  usage: Usage,
): readonly ServerEvent[] {
  return events.map((event) => {
    switch (event.data?.type) {
      case "message_start":
        return atStart(event, as, usage);
      case "message_delta":
        return atEnd(event, as, usage);
      default:
        return event;
    }
  });
}

/** Where the start has no message, what was to stand in it is told nowhere; zeros at the end, or less, tell nothing. */
export function usageAsRead(events: readonly ServerEvent[]): readonly ServerEvent[] {
  if (!events.some(isWithoutMessage)) return events;
  return events.map((event) => {
    if (isWithoutMessage(event) || tellsZeros(event)) return { ...event, usage: null };
    return event.usage !== null && isBelowZero(event)
      ? { ...event, usage: { ...event.usage, inputTokens: 0 } }
      : event;
  });
}

const isWithoutMessage = ({ data }: ServerEvent): boolean =>
  data?.type === "message_start" && !isObject(data.message);

const isBelowZero = ({ data }: ServerEvent): boolean =>
  isObject(data?.usage) && Number(data.usage.input_tokens) < 0;

function tellsZeros({ data }: ServerEvent): boolean {
  const usage = data?.type === "message_delta" ? data.usage : undefined;
  return isObject(usage) && usage.input_tokens === 0 && usage.output_tokens === 0;
}

function atStart(event: ServerEvent, as: UsageAs, usage: Usage): ServerEvent {
  switch (as) {
    case "none":
    case "null":
      return { ...withStart(event, as === "null" ? null : undefined), usage: null };
    case "at-the-end":
      // Zeros, which tell nothing yet.
      return { ...withStart(event, wireOf(noUsage)), usage: noUsage };
    case "at-the-start":
    case "twice":
      return { ...withStart(event, wireOf(usage)), usage };
    case "texts":
      return { ...withStart(event, inTexts(wireOf(event.usage ?? noUsage))) };
    case "negative": {
      const { output_tokens: _, ...others } = wireOf(event.usage ?? noUsage);
      const means = { ...(event.usage ?? noUsage), outputTokens: 0, thinkingTokens: 0 };
      return { ...withStart(event, { ...others, output_tokens: -1 }), usage: means };
    }
  }
}

function atEnd(event: ServerEvent, as: UsageAs, usage: Usage): ServerEvent {
  const { usage: _, ...data } = event.data ?? {};
  switch (as) {
    case "none":
    case "null":
      return { ...event, data: as === "null" ? { ...data, usage: null } : data, usage: null };
    case "at-the-end":
    case "twice":
      return { ...event, data: { ...data, usage: wireOf(usage) }, usage };
    case "at-the-start":
      return { ...event, data: { ...data, usage: wireOf(noUsage) }, usage };
    case "texts":
      return { ...event, data: { ...data, usage: inTexts(wireOf(usage)) }, usage };
    case "negative":
      return { ...event, data: { ...data, usage: { ...wireOf(usage), input_tokens: -1 } }, usage };
  }
}

/** `undefined`: the message has no such member. */
function withStart(event: ServerEvent, usage: JsonObject | null | undefined): ServerEvent {
  const { message } = event.data ?? {};
  if (!isObject(message)) return event;
  const { usage: _, ...others } = message;
  const changed = usage === undefined ? others : { ...others, usage };
  return { ...event, data: { ...event.data, message: changed } };
}

const inTexts = (wire: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(wire).map(([name, count]) => [
      name,
      typeof count === "number" ? String(count) : count,
    ]),
  );

const wireOf = (usage: Usage): JsonObject => ({
  input_tokens: usage.inputTokens,
  output_tokens: usage.outputTokens,
  cache_read_input_tokens: usage.cacheReadTokens,
  cache_creation_input_tokens: usage.cacheWriteTokens,
  output_tokens_details: { thinking_tokens: usage.thinkingTokens },
});
