import type { Delta } from "../../core/reply/delta.ts";
import type { Json } from "../../core/json.ts";
import { isObject, parseJson } from "../json-object.ts";
import type { SpelledReply } from "../dialect.ts";
import type { Habit, MessagesHabit } from "./habit.ts";
import { callBlockOf, inTurns } from "./in-turns.ts";
import { messageDeltaType, blockOpenedBy, withOpenedBlock, withOpening } from "./message-blocks.ts";
import { signedInPieces, signedTwice } from "./message-signatures.ts";
import { messageUsage, usageAsRead } from "./message-usage.ts";
import { idle, mapData, type ServerEvent } from "./server-event.ts";

/** Changes the events of a streamed reply of the Messages API, one habit after another. */
export function messageEvents(
  events: readonly ServerEvent[],
  habits: readonly Habit[],
  answer: Pick<SpelledReply, "usage">,
): readonly ServerEvent[] {
  const changed = habits.reduce(
    (before, habit) => eventHabit(before, habit, answer),
    inTurns(events, habits),
  );
  return usageAsRead(changed);
}

function eventHabit(
  events: readonly ServerEvent[],
  habit: Habit,
  { usage }: Pick<SpelledReply, "usage">,
): readonly ServerEvent[] {
  switch (habit.type) {
    case "pings":
      return events.flatMap((event) => [idle({ type: "ping" }, "ping"), event]);
    case "bare-start":
      return mapData(events, (data) =>
        data.type === "message_start" ? { type: data.type } : data,
      ).map((event) => (event.data?.type === "message_start" ? { ...event, usage: null } : event));
    case "index-zero":
      return mapData(events, (data) => ("index" in data ? { ...data, index: 0 } : data));
    case "no-block-stops":
      return events.filter(({ data }) => data?.type !== "content_block_stop");
    case "no-message-stop":
      return withoutStop(events);
    case "ends":
      return habit.as === "reset" ? withoutStop(events) : events;
    case "late-block-stops":
      return lateStops(events);
    case "text-in-calls":
      return events.flatMap(textBehind);
    case "null-texts":
      return events.flatMap((event) =>
        messageDeltaType(event) === "text_delta"
          ? [idle({ ...event.data, delta: { type: "text_delta", text: null } }, event.kind), event]
          : [event],
      );
    case "untyped-deltas":
      return mapData(events, (data) => {
        if (!isObject(data.delta) || data.type !== "content_block_delta") return data;
        const { type, ...delta } = data.delta;
        return type === "signature_delta" ? data : { ...data, delta };
      });
    case "bare-message-delta":
      return events.flatMap((event) =>
        event.data?.type === "message_stop"
          ? [idle({ type: "message_delta", usage: {} }, "message_delta"), event]
          : [event],
      );
    case "unknown-kinds":
      return events.flatMap((event) => unknownBeside(event));
    case "unsigned-thoughts":
      return unsigned(events);
    case "signature-first":
      return signedFirst(events);
    case "signature-late":
      return signedLate(events);
    case "signature-in-pieces":
      return signedInPieces(events);
    case "signature-twice":
      return signedTwice(events);
    case "input-so-far":
      return inputSoFar(events);
    case "deltas-as-blocks":
      return mapData(events, (data) =>
        isObject(data.delta) && /^(text|thinking|signature)_delta$/.test(String(data.delta.type))
          ? { ...data, delta: { ...data.delta, type: String(data.delta.type).slice(0, -6) } }
          : data,
      );
    case "input-first":
      return inputFirst(events);
    case "stop-reason-twice":
      return events.flatMap((event) =>
        event.data?.type === "message_delta" ? [event, event] : [event],
      );
    case "no-reasons":
      return withoutReasons(events);
    case "end-turn-beside-calls":
      return mapData(events, (data) =>
        isObject(data.delta) && data.delta.stop_reason === "tool_use"
          ? { ...data, delta: { ...data.delta, stop_reason: "end_turn" } }
          : data,
      );
    case "tool-ids":
      return renamed(events, habit.as);
    case "message-usage":
      return messageUsage(events, habit.as, usage);
    default:
      return events;
  }
}

/** `""` in the first event, and the word null in one of its own before the last blocks are over. */
function withoutReasons(events: readonly ServerEvent[]): readonly ServerEvent[] {
  const changed = mapData(events, (data) =>
    data.type === "message_start" && isObject(data.message)
      ? { ...data, message: { ...data.message, stop_reason: "" } }
      : data,
  );
  const early = { type: "message_delta", delta: { stop_reason: "null" } };
  const [first, ...others] = changed;
  return first === undefined ? changed : [first, idle(early, "message_delta"), ...others];
}

/** What would be told with the last event is told with the one before it. */
function withoutStop(events: readonly ServerEvent[]): readonly ServerEvent[] {
  return events.filter(({ data }) => data?.type !== "message_stop");
}

function lateStops(events: readonly ServerEvent[]): readonly ServerEvent[] {
  const isStop = ({ data }: ServerEvent) => data?.type === "content_block_stop";
  const stops = events.filter(isStop);
  return events
    .filter((event) => !isStop(event))
    .flatMap((event) => (event.data?.type === "message_delta" ? [...stops, event] : [event]));
}

/** As servers whose parser lets go of what a model says between the name and the input of its call. */
function textBehind(event: ServerEvent): readonly ServerEvent[] {
  const { data } = event;
  if (blockOpenedBy(event).type !== "tool_use") return [event];
  const text = "\n";
  const delta = { type: "text_delta", text };
  const block = strayBlock - (callBlockOf(event) ?? 0);
  return [
    event,
    {
      ...idle(
        { type: "content_block_delta", index: data?.index ?? 0, delta },
        "content_block_delta",
      ),
      deltas: [{ type: "text", block, text }],
    },
  ];
}

/** Text beside a call has a block of its own, apart from those of the script. */
const strayBlock = -1;

function unknownBeside(event: ServerEvent): readonly ServerEvent[] {
  const { data } = event;
  switch (data?.type) {
    case "message_start":
      return [event, idle({ type: "message_mood", mood: "fine" }, "message_mood")];
    case "content_block_start":
      return [
        event,
        idle(
          { type: "content_block_delta", index: data.index ?? 0, delta: { type: "mood_delta" } },
          "content_block_delta",
        ),
      ];
    case "message_delta":
      return [
        idle(
          { type: "content_block_start", index: unknownIndex, content_block: { type: "mood" } },
          "content_block_start",
        ),
        idle({ type: "content_block_stop", index: unknownIndex }, "content_block_stop"),
        event,
      ];
    default:
      return [event];
  }
}

const unknownIndex = 99;

function unsigned(events: readonly ServerEvent[]): readonly ServerEvent[] {
  return events
    .filter((event) => messageDeltaType(event) !== "signature_delta")
    .map((event) => {
      const { signature: _, ...block } = blockOpenedBy(event);
      if (block.type !== "thinking") return event;
      return {
        ...withOpenedBlock(event, block),
        deltas: event.deltas.filter(({ type }) => type !== "signature"),
      };
    });
}

const signedFirst = (events: readonly ServerEvent[]): readonly ServerEvent[] =>
  withOpening(events, {
    block: "thinking",
    delta: "signature_delta",
    open: (block, [delta]) =>
      delta?.type === "signature" ? { ...block, signature: delta.signature } : block,
  });

/** A thought is proven once it is over: behind the end of its block. */
function signedLate(events: readonly ServerEvent[]): readonly ServerEvent[] {
  const isSignature = (event: ServerEvent): boolean =>
    messageDeltaType(event) === "signature_delta";
  return events.flatMap((event, index) => {
    const [before, next] = [events[index - 1], events[index + 1]];
    if (isSignature(event) && next?.data?.type === "content_block_stop") return [];
    const isEnd = event.data?.type === "content_block_stop";
    return isEnd && before !== undefined && isSignature(before) ? [event, before] : [event];
  });
}

function inputSoFar(events: readonly ServerEvent[]): readonly ServerEvent[] {
  const soFar = new Map<Json | undefined, string>();
  return mapData(events, (data) => {
    const { index, delta } = data;
    if (data.type === "content_block_start") soFar.delete(index);
    if (!isObject(delta) || delta.type !== "input_json_delta") return data;
    const input = (soFar.get(index) ?? "") + String(delta.partial_json);
    soFar.set(index, input);
    return { ...data, delta: { ...delta, partial_json: input } };
  });
}

/** A call's input as an object, which has no text of its own: the reader writes one. */
function inputFirst(events: readonly ServerEvent[]): readonly ServerEvent[] {
  const opened = withOpening(events, {
    block: "tool_use",
    delta: "input_json_delta",
    open: (block, brought) => {
      const json = brought.map((delta) => (delta.type === "tool-input" ? delta.json : "")).join("");
      const input = json === "" ? {} : parseJson(json);
      // What is no object has no other way than in pieces.
      return isObject(input) ? { ...block, input } : null;
    },
  });
  return opened.map((event) =>
    isObject(blockOpenedBy(event).input) ? { ...event, deltas: joinedInputs(event.deltas) } : event,
  );
}

function joinedInputs(deltas: readonly Delta[]): readonly Delta[] {
  const inputs = deltas.filter((delta) => delta.type === "tool-input");
  const [first] = inputs;
  if (first === undefined) return deltas;
  const json = inputs.map((delta) => delta.json).join("");
  return [
    ...deltas.filter((delta) => delta.type !== "tool-input"),
    ...(json === "{}" ? [] : [{ ...first, json }]),
  ];
}

type IdsAs = Extract<MessagesHabit, { readonly type: "tool-ids" }>["as"];

function renamed(events: readonly ServerEvent[], as: IdsAs): readonly ServerEvent[] {
  let count = 0;
  return events.map((event) => {
    const block = blockOpenedBy(event);
    if (block.type !== "tool_use") return event;
    const id = idAs(as, String(block.id), count);
    count += 1;
    const { id: _, ...others } = block;
    return {
      ...withOpenedBlock(event, id === "" ? others : { ...block, id }),
      deltas: event.deltas.map((delta) =>
        delta.type === "tool-use" ? { ...delta, callId: id } : delta,
      ),
    };
  });
}

/** `""`: none. */
function idAs(as: IdsAs, id: string, nth: number): string {
  switch (as) {
    case "none":
      return "";
    case "numbered":
      return `call_${nth}`;
    case "illegal":
      return `functions.${id}:${nth}`;
    case "bedrock":
      return id.replace(/^toolu_/, "toolu_bdrk_");
  }
}
