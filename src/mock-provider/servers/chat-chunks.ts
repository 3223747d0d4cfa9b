import type { Json, JsonObject } from "../../core/json.ts";
import { objectsOf } from "../json-object.ts";
import type { SpelledReply } from "../dialect.ts";
import { callHabit, oldCalls } from "./chat-calls.ts";
import { choiceAs, choiceDelta, choiceOf, isFinish, mapChoice, mapDelta } from "./chat-choice.ts";
import { halvedCharacters } from "./halved-characters.ts";
import { inTurns } from "./in-turns.ts";
import { usageHabit } from "./chat-usage.ts";
import type { ChatHabit, Habit } from "./habit.ts";
import { idle, mapData, type ServerEvent } from "./server-event.ts";

/** Changes the chunks of a streamed reply of Chat Completions, one habit after another. */
export function chatChunks(
  events: readonly ServerEvent[],
  habits: readonly Habit[],
  answer: SpelledReply,
): readonly ServerEvent[] {
  return habits
    .toSorted(byTurn)
    .reduce((before, habit) => chunkHabit(before, habit, answer), inTurns(events, habits));
}

/** What is added is like all else; what comes late or in pieces does so whatever else is special about it. */
const byTurn = (one: Habit, other: Habit): number => turnOf(one) - turnOf(other);

function turnOf({ type }: Habit): number {
  if (type === "always-thinks" || type === "refusals") return 0;
  if (type === "calls-by-number") return 3;
  return type === "call-names" || type === "old-calls" || type === "choice" ? 2 : 1;
}

function chunkHabit(
  events: readonly ServerEvent[],
  habit: Habit,
  answer: SpelledReply,
): readonly ServerEvent[] {
  switch (habit.type) {
    case "absent-members":
      return mapDelta(events, (delta) => ({ ...absent[habit.as], ...delta }));
    case "role-in-each":
      return mapDelta(events, (delta) => ({ ...delta, role: "assistant" }));
    case "more-members":
      return mapData(events, (data) => ({ ...data, ...habit.members }));
    case "idle-chunks":
      return withIdleChunks(events, habit.as);
    case "finish":
      return finish(events, habit.as);
    case "thoughts-in":
      return mapDelta(events, (delta) => thoughtsIn(delta, habit.as));
    case "always-thinks":
      return alwaysThinks(events, habit.text);
    case "refusals":
      return answer.script.stopReason === "refusal" ? refusalIn(events, habit.as) : events;
    case "choice":
      return choiceAs(events, habit.as);
    case "halved-characters":
      return events.flatMap(halvedCharacters);
    case "old-calls":
      return oldCalls(events);
    case "signed-words":
      return signedWords(events);
    case "calls-by-number":
      return mapDelta(events, (delta) =>
        Array.isArray(delta.tool_calls)
          ? { ...delta, tool_calls: byNumber(delta.tool_calls) }
          : delta,
      );
    case "content-in-parts":
      return mapDelta(events, (delta) =>
        typeof delta.content === "string" && delta.content !== ""
          ? { ...delta, content: [{ type: "text", text: delta.content }] }
          : delta,
      );
    case "arguments":
    case "call-ids":
    case "call-index":
    case "call-names":
    case "signed-calls":
      return callHabit(events, habit, answer);
    case "usage":
      return usageHabit(events, habit.as, answer);
    default:
      return events;
  }
}

function byNumber(calls: readonly Json[]): JsonObject {
  return Object.fromEntries(
    objectsOf(calls).map(({ index, ...call }, place) => [String(index ?? place), call]),
  );
}

const absent: Readonly<Record<"null" | "empty", JsonObject>> = {
  null: {
    role: null,
    content: null,
    reasoning_content: null,
    function_call: null,
    refusal: null,
    tool_calls: null,
  },
  empty: { role: "", content: "", tool_calls: [] },
};

type As<Type extends ChatHabit["type"]> = Extract<
  ChatHabit,
  { readonly type: Type; readonly as: string }
>["as"];

function withIdleChunks(
  events: readonly ServerEvent[],
  as: As<"idle-chunks">,
): readonly ServerEvent[] {
  const [first, ...others] = events;
  if (first === undefined) return events;
  const head = first.data ?? {};
  switch (as) {
    case "no-choices":
      return [idle({ ...head, choices: [] }), ...events];
    case "null-choices":
      return [first, idle({ ...head, choices: null }), ...others];
    case "filter-results":
      return [
        idle({ ...head, choices: [], prompt_filter_results: [{ prompt_index: 0 }] }),
        first,
        ...beforeLast(others, idle({ ...head, choices: [filterResults] })),
      ];
  }
}

/** Gemini's signature of its thoughts where no call follows them, as its endpoint sends it with the mark of a thought. */
function signedWords(events: readonly ServerEvent[]): readonly ServerEvent[] {
  const last = events.findLastIndex((event) => saysWords(event));
  if (events.some((event) => choiceDelta(event)?.tool_calls !== undefined)) return events;
  return events.flatMap((event, index) =>
    index === last ? mapDelta([event], (delta) => ({ ...delta, extra_content: signed })) : [event],
  );
}

const saysWords = (event: ServerEvent): boolean => {
  const content = choiceDelta(event)?.content;
  return typeof content === "string" && content !== "";
};

const signed: JsonObject = { google: { thought: true, thought_signature: "c2lnbmVkIHdvcmRz" } };

/** Azure's filter works beside the model, and tells of a reply once it has been sent. */
const filterResults: JsonObject = {
  index: 0,
  finish_reason: null,
  content_filter_results: { hate: { filtered: false, severity: "safe" } },
  content_filter_offsets: { check_offset: 0, start_offset: 0, end_offset: 1 },
};

function beforeLast(events: readonly ServerEvent[], added: ServerEvent): readonly ServerEvent[] {
  const at = events.findIndex(isFinish);
  return at < 0 ? events : [...events.slice(0, at), added, ...events.slice(at)];
}

function finish(events: readonly ServerEvent[], as: As<"finish">): readonly ServerEvent[] {
  switch (as) {
    case "empty":
    case "null-word":
    case "in-progress":
    case "unspecified":
      return mapChoice(events, (choice) => ({
        ...choice,
        finish_reason: choice.finish_reason ?? noReasons[as],
      }));
    case "after-each":
      return events.flatMap((event) => {
        const isPiece = choiceOf(event) !== null && !isFinish(event);
        const stop = { ...event.data, choices: [{ index: 0, delta: {}, finish_reason: "stop" }] };
        return isPiece ? [event, idle(stop)] : [event];
      });
    case "none":
      // A refusal that is in no member of its own is told by its reason or by nothing.
      return mapChoice(events, (choice) =>
        choice.finish_reason === "content_filter" ? choice : { ...choice, finish_reason: null },
      );
    case "twice":
      return events.flatMap((event) =>
        isFinish(event) ? [event, idle(event.data ?? {})] : [event],
      );
    case "unheard-of":
      return mapChoice(events, (choice) =>
        choice.finish_reason === "stop" ? { ...choice, finish_reason: "eos" } : choice,
      );
    case "with-last-content":
      return withLastContent(events);
    case "stop-beside-calls":
      return mapChoice(events, (choice) =>
        choice.finish_reason === "tool_calls" ? { ...choice, finish_reason: "stop" } : choice,
      );
  }
}

/** One without words has nothing else to tell it by than why it stopped. */
function refusalIn(events: readonly ServerEvent[], as: As<"refusals">): readonly ServerEvent[] {
  const words = ({ content, refusal }: JsonObject) =>
    [refusal, content].find((text): text is string => typeof text === "string" && text !== "");
  if (!events.some((event) => words(choiceDelta(event) ?? {}) !== undefined)) return events;
  const refusing = mapDelta(events, (delta) => {
    const text = words(delta);
    if (text === undefined) return delta;
    const { content: _, refusal: __, ...others } = delta;
    const part = { type: "refusal", refusal: text };
    return { ...others, ...(as === "member" ? { refusal: text } : { content: [part] }) };
  });
  return mapChoice(refusing, (choice) =>
    choice.finish_reason === "content_filter" ? { ...choice, finish_reason: "stop" } : choice,
  );
}

const noReasons = {
  empty: "",
  "null-word": "null",
  "in-progress": "in_progress",
  unspecified: "FINISH_REASON_UNSPECIFIED",
} as const;

/** Why the reply stopped is told in the chunk before the one that would tell it. */
function withLastContent(events: readonly ServerEvent[]): readonly ServerEvent[] {
  const at = events.findIndex(isFinish);
  const finish = events[at];
  const before = events[at - 1];
  if (finish === undefined || before === undefined) return events;
  const reason = choiceOf(finish)?.finish_reason ?? null;
  const [last] = mapChoice([before], (choice) => ({ ...choice, finish_reason: reason }));
  return [...events.slice(0, at - 1), last!, ...events.slice(at + 1)];
}

function thoughtsIn(delta: JsonObject, as: As<"thoughts-in">): JsonObject {
  const { reasoning_content: text, ...others } = delta;
  // An empty one has no part of its own.
  const isNone = text === "" && (as === "parts" || as === "object");
  if (typeof text !== "string" || isNone) return delta;
  switch (as) {
    case "reasoning":
      return { ...others, reasoning: text };
    case "both":
      return { ...others, reasoning: text, reasoning_content: "" };
    case "parts":
      return { ...others, content: [{ type: "thinking", thinking: [{ type: "text", text }] }] };
    case "object":
      return { ...others, reasoning: { content: text } };
    case "details":
      return {
        ...others,
        reasoning: text,
        reasoning_details: [{ type: "reasoning.text", text, format: "unknown", index: 0 }],
      };
  }
}

/** Stands apart from the blocks of the script. */
const thoughtBlock = -1;

function alwaysThinks(events: readonly ServerEvent[], text: string): readonly ServerEvent[] {
  const calls = events.some((event) => objectsOf(choiceDelta(event)?.tool_calls).length > 0);
  const thinks = events.some((event) => choiceDelta(event)?.reasoning_content !== undefined);
  const [first, ...others] = events;
  if (first === undefined || !calls || thinks) return events;
  const [thought] = mapDelta([first], () => ({ reasoning_content: text }));
  return [
    first,
    { ...thought!, deltas: [{ type: "thinking", block: thoughtBlock, text }], usage: null },
    ...others,
  ];
}
