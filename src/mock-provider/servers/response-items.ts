import type { Delta } from "../../core/reply/delta.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import type { Usage } from "../../core/ledger/usage.ts";
import { isObject, objectsOf } from "../json-object.ts";
import type { SpelledReply } from "../dialect.ts";
import { hashOfText } from "../text-hash.ts";
import type { Habit, ResponsesHabit } from "./habit.ts";
import { inTurns } from "./in-turns.ts";
import { joinedDeltas } from "./joined-deltas.ts";
import { idle, mapData, type ServerEvent } from "./server-event.ts";
import { summaryInParts } from "./summary-parts.ts";

/** Changes the events of a streamed response, one habit after another. */
export function responseItems(
  events: readonly ServerEvent[],
  habits: readonly Habit[],
  answer: SpelledReply,
): readonly ServerEvent[] {
  return habits.reduce(
    (before, habit) => eventHabit(before, habit, answer),
    restAtEnd(inTurns(summaryInParts(events, habits), habits), habits),
  );
}

function eventHabit(
  events: readonly ServerEvent[],
  habit: Habit,
  { usage }: SpelledReply,
): readonly ServerEvent[] {
  switch (habit.type) {
    case "more-members":
      return mapData(events, (data) =>
        String(data.type).endsWith(".delta") ? { ...data, ...habit.members } : data,
      );
    case "item-ids":
      return mapData(events, (data) => withItemId(data, habit.as));
    case "item-index":
      return mapData(events, ({ output_index: index, ...data }) =>
        index === undefined || habit.as === "none" ? data : { ...data, output_index: 0 },
      );
    case "items-whole":
      return itemsWhole(events);
    case "thoughts-in-content":
      return mapData(events, thoughtsInContent);
    case "thoughts-at-end":
      return thoughtsAtEnd(events);
    case "open-words":
      return openWords(events);
    case "unannounced-items":
      return unannounced(events);
    case "input-at-end":
      return inputAtEnd(events);
    case "bare-end":
      return mapEnd(events, (response) => ({ ...response, output: [] }));
    case "no-failure":
      return mapEnd(events, (response) => ({
        ...response,
        error: { code: null, message: "" },
        ...(response.status === "completed" && { incomplete_details: { reason: "" } }),
      }));
    case "sentinel-behind":
      return [...events, { kind: null, data: null, deltas: [], usage: null }];
    case "unknown-kinds":
      return events.flatMap((event) => [event, idle({ type: "response.mood" }, "response.mood")]);
    case "response-usage":
      return withUsage(events, habit.as, usage);
    default:
      return events;
  }
}

type As<Type extends ResponsesHabit["type"]> = Extract<
  ResponsesHabit,
  { readonly type: Type; readonly as: string }
>["as"];

const ends: ReadonlySet<string> = new Set(["response.completed", "response.incomplete"]);

/** Changes the response that the last event tells. */
const mapEnd = (
  events: readonly ServerEvent[],
  change: (response: JsonObject) => JsonObject,
): readonly ServerEvent[] =>
  mapData(events, (data) =>
    ends.has(String(data.type)) && isObject(data.response)
      ? { ...data, response: change(data.response) }
      : data,
  );

function withUsage(
  events: readonly ServerEvent[],
  as: As<"response-usage">,
  usage: Usage,
): readonly ServerEvent[] {
  switch (as) {
    case "none":
      return untold(mapEnd(events, ({ usage: _, ...response }) => response));
    case "null":
      return untold(mapEnd(events, (response) => ({ ...response, usage: null })));
    case "other-names":
      return mapEnd(events, (response) => ({
        ...response,
        usage: {
          prompt_tokens: usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens,
          completion_tokens: usage.outputTokens,
          prompt_tokens_details: {
            cached_tokens: usage.cacheReadTokens,
            cache_write_tokens: usage.cacheWriteTokens,
          },
          completion_tokens_details: { reasoning_tokens: usage.thinkingTokens },
        },
      }));
  }
}

const untold = (events: readonly ServerEvent[]): readonly ServerEvent[] =>
  events.map((event) => ({ ...event, usage: null }));

function withItemId(data: JsonObject, as: As<"item-ids">): JsonObject {
  const { item_id: itemId, item, ...others } = data;
  const id = as === "none" ? {} : { item_id: hashOfText(JSON.stringify(data)) };
  const { id: _, ...bare } = isObject(item) ? item : {};
  return {
    ...others,
    ...(itemId !== undefined && id),
    ...(isObject(item) && {
      item: as === "none" ? bare : { ...bare, id: hashOfText(JSON.stringify(data)) },
    }),
  };
}

/** What an item's pieces bring comes with its end. */
function itemsWhole(events: readonly ServerEvent[]): readonly ServerEvent[] {
  const brought = new Map<Json, readonly Delta[]>();
  return events.flatMap((event): readonly ServerEvent[] => {
    const { data, deltas } = event;
    if (data === null || data.output_index === undefined) return [event];
    const all = [...(brought.get(data.output_index) ?? []), ...deltas];
    const isEnd = data.type === "response.output_item.done";
    brought.set(data.output_index, isEnd ? [] : all);
    return isEnd ? [{ ...event, deltas: joinedDeltas(all) }] : [];
  });
}

const itemType = ({ data }: ServerEvent): Json =>
  isObject(data?.item) ? (data.item.type ?? null) : null;

/** As DeepSeek, LM Studio and OpenRouter have them of models that hide nothing: all events of a summary have their like. */
function thoughtsInContent(data: JsonObject): JsonObject {
  const { item, response, part, summary_index: index, ...others } = data;
  const type = String(data.type);
  const like = likeOfSummary[type];
  const changed = {
    ...others,
    ...(like !== undefined && { type: like }),
    ...(index !== undefined && { content_index: index }),
  };
  return {
    ...changed,
    ...(part !== undefined && { part: isObject(part) ? asContent(part) : part }),
    ...(item !== undefined && { item: isObject(item) ? withContent(item) : item }),
    ...(response !== undefined && {
      response: isObject(response)
        ? { ...response, output: objectsOf(response.output).map(withContent) }
        : response,
    }),
  };
}

const likeOfSummary: Readonly<Record<string, string>> = {
  "response.reasoning_summary_part.added": "response.content_part.added",
  "response.reasoning_summary_text.delta": "response.reasoning_text.delta",
  "response.reasoning_summary_text.done": "response.reasoning_text.done",
  "response.reasoning_summary_part.done": "response.content_part.done",
};

const asContent = (part: JsonObject): JsonObject =>
  part.type === "summary_text" ? { ...part, type: "reasoning_text" } : part;

const withContent = (item: JsonObject): JsonObject =>
  item.type === "reasoning"
    ? { ...item, summary: [], content: objectsOf(item.summary).map(asContent) }
    : item;

function thoughtsAtEnd(events: readonly ServerEvent[]): readonly ServerEvent[] {
  const brought: Delta[] = [];
  const withoutThoughts = mapEnd(events, ({ output, ...response }) => ({
    ...response,
    output: objectsOf(output).filter(({ type }) => type !== "reasoning"),
  }));
  return withoutThoughts.flatMap((event): readonly ServerEvent[] => {
    const type = String(event.data?.type);
    if (itemType(event) !== "reasoning" && !type.startsWith("response.reasoning")) return [event];
    brought.push(...event.deltas.filter((delta) => delta.type === "thinking"));
    if (!/^response\.reasoning_(summary_)?text\.done$/.test(type)) return [];
    const { summary_index: _, ...data } = event.data ?? {};
    const end = { ...data, type: "response.reasoning_text.done", content_index: 0 };
    return [{ kind: end.type, data: end, deltas: joinedDeltas(brought.splice(0)), usage: null }];
  });
}

/** Each item's number tells whose end an end is, so that this comes before what takes it away. */
function restAtEnd(
  events: readonly ServerEvent[],
  habits: readonly Habit[],
): readonly ServerEvent[] {
  if (!habits.some(({ type }) => type === "rest-at-end")) return events;
  const lasts = new Map(events.filter(isPiece).map((event) => [event.data?.output_index, event]));
  const rests = new Set(lasts.values());
  return events.flatMap((event): readonly ServerEvent[] => {
    if (rests.has(event)) return [];
    const rest = lasts.get(event.data?.output_index);
    if (rest === undefined || !wholeTypes.has(String(event.data?.type))) return [event];
    return [{ ...event, deltas: [...rest.deltas, ...event.deltas] }];
  });
}

const byBlock = (one: Delta, other: Delta): number => one.block - other.block;

const isPiece = ({ data }: ServerEvent): boolean => pieceTypes.has(String(data?.type));
const pieceTypes: ReadonlySet<string> = new Set([
  "response.output_text.delta",
  "response.refusal.delta",
  "response.function_call_arguments.delta",
]);
const wholeTypes: ReadonlySet<string> = new Set([
  "response.output_text.done",
  "response.refusal.done",
  "response.function_call_arguments.done",
]);

/** As OpenRouter has it: nothing of a call's input before the response's end, which has the calls in their order. */
function inputAtEnd(events: readonly ServerEvent[]): readonly ServerEvent[] {
  const brought: Delta[] = [];
  const isInput = ({ type }: Delta): boolean => type === "tool-input";
  return events.flatMap((event): readonly ServerEvent[] => {
    const { data, deltas } = event;
    brought.push(...deltas.filter(isInput));
    if (data?.type === "response.function_call_arguments.delta") return [];
    const own = deltas.filter((delta) => !isInput(delta));
    if (ends.has(String(data?.type)))
      return [{ ...event, deltas: [...joinedDeltas(brought.toSorted(byBlock)), ...own] }];
    const item = isObject(data?.item) && data.item.type === "function_call" ? data.item : null;
    const emptied = {
      ...data,
      ...(item !== null && { item: { ...item, arguments: "" } }),
      ...(data?.arguments !== undefined && { arguments: "" }),
    };
    return [{ ...event, data: data === null ? null : emptied, deltas: own }];
  });
}

function openWords(events: readonly ServerEvent[]): readonly ServerEvent[] {
  if (!events.some((event) => itemType(event) === "function_call")) return events;
  return events.filter(({ data }, index) => {
    const type = String(data?.type);
    const isEnd = type === "response.output_item.done" && itemType(events[index]!) === "message";
    return !isEnd && type !== "response.output_text.done" && type !== "response.content_part.done";
  });
}

/** A call's name stands in what announces it, so that calls stay announced. */
const unannounced = (events: readonly ServerEvent[]): readonly ServerEvent[] =>
  events.filter(
    ({ data }) =>
      data?.type !== "response.output_item.added" ||
      (isObject(data.item) && data.item.type !== "message" && data.item.type !== "reasoning"),
  );
