import { createHash } from "node:crypto";
import type { Delta } from "../../core/delta.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import type { SpelledReply } from "../dialect.ts";
import { isObject, objectsOf, parseJson } from "../json-object.ts";
import { choiceDelta, mapChoice } from "./chat-choice.ts";
import type { ChatHabit } from "./habit.ts";
import type { ServerEvent } from "./server-event.ts";

type CallHabit = Extract<
  ChatHabit,
  { readonly type: "arguments" | "call-ids" | "call-index" | "signed-calls" }
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
  change: (call: JsonObject) => JsonObject,
): readonly ServerEvent[] {
  return mapChoice(events, (choice) => {
    const { delta } = choice;
    const calls = isObject(delta) ? objectsOf(delta.tool_calls) : [];
    if (!isObject(delta) || calls.length === 0) return choice;
    return { ...choice, delta: { ...delta, tool_calls: calls.map(change) } };
  });
}

const callIn = (event: ServerEvent): JsonObject | null =>
  objectsOf(choiceDelta(event)?.tool_calls)[0] ?? null;

const isOpening = (event: ServerEvent): boolean => typeof callIn(event)?.id === "string";

type ArgumentsAs = Extract<ChatHabit, { readonly type: "arguments" }>["as"];

function argumentsAs(events: readonly ServerEvent[], as: ArgumentsAs): readonly ServerEvent[] {
  switch (as) {
    case "null-first":
      return mapCalls(events, (call) =>
        typeof call.id === "string" ? withFunction(call, { arguments: null }) : call,
      );
    case "name-in-each": {
      let name: Json = null;
      return mapCalls(events, (call) => {
        const { function: called } = call;
        if (isObject(called) && typeof called.name === "string") name = called.name;
        return withFunction(call, { name });
      });
    }
    case "one-piece":
      return inOnePiece(events, (json) => json);
    case "object":
      return inOnePiece(events, (json) => parseJson(json) ?? json);
    case "twice-encoded":
      return inOnePiece(events, (json) => JSON.stringify(json));
  }
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
  return events.flatMap((event, index): readonly ServerEvent[] => {
    const call = callIn(event);
    if (call === null) return [event];
    if (!isOpening(event)) return [];
    const next = events.findIndex((other, at) => at > index && isOpening(other));
    const own = events.slice(index + 1, next < 0 ? undefined : next);
    const inputs = own.flatMap(({ deltas }) =>
      deltas.filter((delta) => delta.type === "tool-input"),
    );
    const json = inputs.map((delta) => delta.json).join("");
    const written = write(json);
    const [whole] = mapCalls([event], (one) => withFunction(one, { arguments: written }));
    const text = typeof written === "string" ? written : JSON.stringify(written);
    const input: readonly Delta[] = inputs[0] === undefined ? [] : [{ ...inputs[0], json: text }];
    return [{ ...whole!, deltas: [...event.deltas, ...input] }];
  });
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
      const isTold = typeof last === "string" && last !== "" && (as !== "doubled" || count === 1);
      return {
        ...renamed!,
        deltas: event.deltas.map((delta) => withId(delta, isTold ? last : "")),
      };
    }
    if (as !== "in-each") return event;
    return mapCalls([event], (one) => ({ ...one, id: last, type: "function" }))[0]!;
  });
}

function idAs(as: IdsAs, nth: number, call: JsonObject): Json {
  switch (as) {
    case "none":
      return null;
    case "empty":
      return "";
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
      return call.id ?? null;
  }
}

/** `""`: whoever reads it must make one up. */
const withId = (delta: Delta, callId: Json): Delta =>
  delta.type === "tool-use" ? { ...delta, callId: String(callId) } : delta;
