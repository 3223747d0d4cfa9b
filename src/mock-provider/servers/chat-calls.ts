import { createHash } from "node:crypto";
import type { Delta } from "../../core/reply/delta.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import type { SpelledReply } from "../dialect.ts";
import { isObject, objectsOf, parseJson } from "../json-object.ts";
import { choiceDelta, mapChoice } from "./chat-choice.ts";
import type { ChatHabit } from "./habit.ts";
import { callBlockOf } from "./in-turns.ts";
import type { ServerEvent } from "./server-event.ts";

type CallHabit = Extract<
  ChatHabit,
  { readonly type: "arguments" | "call-ids" | "call-index" | "call-names" | "signed-calls" }
>;

/** Changes the calls of a streamed reply: each piece of one stands in a chunk by itself. */
export function callHabit(
  events: readonly ServerEvent[],
  habit: CallHabit,
  answer: SpelledReply,
): readonly ServerEvent[] {
  switch (habit.type) {
    case "arguments":
      return argumentsAs(events, habit.as);
    case "call-ids":
      return idsAs(events, habit.as, answer);
    case "call-index":
      return mapCalls(events, ({ index, ...call }) =>
        habit.as === "none" ? call : { ...call, index: habit.as === "zero" ? 0 : null },
      );
    case "call-names":
      return namesAs(events, habit.as);
    case "signed-calls":
      return mapCalls(events, (call) =>
        typeof call.id === "string"
          ? { ...call, extra_content: { google: { thought_signature: signatureOf(call.id) } } }
          : call,
      );
  }
}

/** What a server that signs its calls wants back with each. */
export const signatureOf = (callId: string): string =>
  createHash("sha256").update(`signed ${callId}`).digest("base64").slice(0, 24);

function mapCalls(
  events: readonly ServerEvent[],
  change: (call: JsonObject, isOpening: boolean, event: ServerEvent) => JsonObject,
): readonly ServerEvent[] {
  return mapChoice(events, (choice, event) => {
    const { delta } = choice;
    const calls = isObject(delta) ? objectsOf(delta.tool_calls) : [];
    if (!isObject(delta) || calls.length === 0) return choice;
    return {
      ...choice,
      delta: { ...delta, tool_calls: calls.map((call) => change(call, isOpening(event), event)) },
    };
  });
}

const callIn = (event: ServerEvent): JsonObject | null =>
  objectsOf(choiceDelta(event)?.tool_calls)[0] ?? null;

/** Whether a call begins with it, whatever ids its pieces have. */
const isOpening = ({ deltas }: ServerEvent): boolean =>
  deltas.some(({ type }) => type === "tool-use");

type ArgumentsAs = Extract<ChatHabit, { readonly type: "arguments" }>["as"];

function argumentsAs(events: readonly ServerEvent[], as: ArgumentsAs): readonly ServerEvent[] {
  switch (as) {
    case "null-first":
      return mapCalls(events, (call, isFirst) =>
        isFirst ? withFunction(call, { arguments: null }) : call,
      );
    case "name-in-each": {
      const names = new Map<number | null, Json>();
      return mapCalls(events, (call, _isFirst, event) => {
        const { function: called } = call;
        const block = callBlockOf(event);
        if (isObject(called) && typeof called.name === "string") names.set(block, called.name);
        return withFunction(call, { name: names.get(block) ?? null });
      });
    }
    case "one-piece":
      return inOnePiece(events, (json) => json);
    case "object":
      return inOnePiece(events, (json) => parseJson(json) ?? json);
    case "twice-encoded":
      return inOnePiece(events, (json) => JSON.stringify(json));
    case "fenced":
      return inOnePiece(events, (json) => `\`\`\`json\n${json}\n\`\`\``);
    case "behind-an-empty-object":
      return inOnePiece(events, (json) => `{}${json}`);
    case "before-an-empty-object":
      return inOnePiece(events, (json) => `${json}{}`);
    case "empty-for-none":
      return inOnePiece(events, (json) => (json === "{}" ? "" : json));
    case "list-for-none":
      return inOnePiece(events, (json) => (json === "{}" ? [] : json));
    case "so-far-in-each":
      return soFarInEach(events);
  }
}

/** Each piece has what came before it once more. */
function soFarInEach(events: readonly ServerEvent[]): readonly ServerEvent[] {
  const soFar = new Map<Json | undefined, string>();
  return mapCalls(events, (call, isFirst) => {
    const piece = isObject(call.function) ? String(call.function.arguments ?? "") : "";
    const input = isFirst ? piece : (soFar.get(call.index) ?? "") + piece;
    soFar.set(call.index, input);
    return piece === "" ? call : withFunction(call, { arguments: input });
  });
}

type NamesAs = Extract<ChatHabit, { readonly type: "call-names" }>["as"];

function namesAs(events: readonly ServerEvent[], as: NamesAs): readonly ServerEvent[] {
  return events.flatMap((event): readonly ServerEvent[] => {
    const called = callIn(event)?.function;
    if (!isOpening(event) || !isObject(called)) return [event];
    const name = String(called.name);
    const renamed = (newName: string): ServerEvent =>
      mapCalls([event], (call) => withFunction(call, { name: newName }))[0]!;
    const first = (newName: string): ServerEvent => ({
      ...mapCalls([event], (call) => withFunction(call, { name: newName, arguments: "" }))[0]!,
      deltas: [],
      usage: null,
    });
    const later = (newName: string): ServerEvent =>
      mapCalls([event], ({ id: _, ...call }) => withFunction(call, { name: newName }))[0]!;
    switch (as) {
      case "spaced":
        return [renamed(` ${name}\n`)];
      case "prefixed":
        return [renamed(`functions.${name}`)];
      case "marked":
        return [renamed(`${name}<|channel|>commentary`)];
      case "late":
        return [first(""), later(name)];
      case "in-pieces":
        return [first(name.slice(0, 2)), later(name.slice(2))];
    }
  });
}

const withFunction = (call: JsonObject, members: JsonObject): JsonObject => ({
  ...call,
  function: { ...(isObject(call.function) ? call.function : {}), ...members },
});

/** A call's pieces, with what its arguments are then written as. */
function inOnePiece(
  events: readonly ServerEvent[],
  write: (json: string) => Json,
): readonly ServerEvent[] {
  return events.flatMap((event): readonly ServerEvent[] => {
    const call = callIn(event);
    if (call === null) return [event];
    if (!isOpening(event)) return [];
    const block = callBlockOf(event);
    const inputs = events.flatMap(({ deltas }) =>
      deltas
        .filter((delta) => delta.type === "tool-input")
        .filter((delta) => delta.block === block),
    );
    const json = inputs.map((delta) => delta.json).join("");
    const written = write(json);
    const [whole] = mapCalls([event], (one) => withFunction(one, { arguments: written }));
    const text = typeof written === "string" ? written : JSON.stringify(written);
    const input: readonly Delta[] =
      inputs[0] === undefined || text === "" ? [] : [{ ...inputs[0], json: text }];
    return [{ ...whole!, deltas: [...event.deltas, ...input] }];
  });
}

/** A single call in the wire's old way, which has no ids. */
export function oldCalls(events: readonly ServerEvent[]): readonly ServerEvent[] {
  if (events.filter(isOpening).length !== 1) return events;
  const old = mapChoice(events, (choice) => {
    const { delta, finish_reason: finish, ...others } = choice;
    const { tool_calls: calls, ...words } = isObject(delta) ? delta : {};
    const [call] = objectsOf(calls);
    return {
      ...others,
      delta: call === undefined ? words : { ...words, function_call: call.function ?? {} },
      finish_reason: finish === "tool_calls" ? "function_call" : (finish ?? null),
    };
  });
  return old.map((event) => ({ ...event, deltas: event.deltas.map((delta) => withId(delta, "")) }));
}

type IdsAs = Extract<ChatHabit, { readonly type: "call-ids" }>["as"];

function idsAs(
  events: readonly ServerEvent[],
  as: IdsAs,
  { names }: SpelledReply,
): readonly ServerEvent[] {
  let count = 0;
  let last: Json = null;
  return events.map((event) => {
    const call = callIn(event);
    if (call === null) return event;
    if (isOpening(event)) {
      last = idAs(as, count, { ...call, message: names.message });
      count += 1;
      const [renamed] = mapCalls([event], ({ id: _, ...others }) =>
        last === null ? others : { ...others, id: last },
      );
      const isNone = last === "" || last === "null" || (as === "doubled" && count > 1);
      const isTold = typeof last === "string" && !isNone;
      return {
        ...renamed!,
        deltas: event.deltas.map((delta) => withId(delta, isTold ? last : "")),
      };
    }
    count += as === "moving" ? 1 : 0;
    const again = idOfPiece(as, last, count);
    if (again === null) return event;
    return mapCalls([event], (one) => ({ ...one, id: again, type: "function" }))[0]!;
  });
}

/** The id that a call's later pieces have; `null`: none. */
function idOfPiece(as: IdsAs, first: Json, nth: number): Json {
  switch (as) {
    case "in-each":
      return first;
    case "moving":
      return `chatcmpl-tool-${nth}`;
    case "empty-later":
      return "";
    default:
      return null;
  }
}

function idAs(as: IdsAs, nth: number, call: JsonObject): Json {
  switch (as) {
    case "none":
      return null;
    case "empty":
      return "";
    case "null-word":
      return "null";
    case "moving":
      return `chatcmpl-tool-${nth}`;
    case "doubled":
      return "call_0";
    case "numbered": {
      const name = isObject(call.function) ? call.function.name : null;
      return `functions.${String(name)}:${nth}`;
    }
    case "nine-characters":
      return createHash("sha256")
        .update(`${String(call.id)} ${nth}`)
        .digest("hex")
        .slice(0, 9);
    case "in-each":
    case "empty-later":
      return call.id ?? null;
  }
}

/** `""`: whoever reads it must make one up. */
const withId = (delta: Delta, callId: Json): Delta =>
  delta.type === "tool-use" ? { ...delta, callId: String(callId) } : delta;
