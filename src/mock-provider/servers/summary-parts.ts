import type { JsonObject } from "../../core/json.ts";
import { isObject, objectsOf } from "../json-object.ts";
import type { Habit } from "./habit.ts";
import { mapData, type ServerEvent } from "./server-event.ts";

/** The words of a thought's two parts, by the id of its item. */
type Parts = ReadonlyMap<string, readonly [string, string]>;

/**
 * A thought's summary in two parts, as models send it that think of more than one thing: half of its pieces is in each. One
 * of a single piece stays as it is. It is shown as one text, with a blank line between the parts.
 */
export function summaryInParts(
  events: readonly ServerEvent[],
  habits: readonly Habit[],
): readonly ServerEvent[] {
  if (!habits.some(({ type }) => type === "summary-in-parts")) return events;
  const begins = new Set<ServerEvent>();
  const parts = new Map<string, readonly [string, string]>();
  const pieces = Map.groupBy(events.filter(isPiece), itemOf);
  for (const [id, own] of pieces) {
    if (own.length < 2) continue;
    const middle = Math.ceil(own.length / 2);
    begins.add(own[middle]!);
    parts.set(id, [wordsOf(own.slice(0, middle)), wordsOf(own.slice(middle))]);
  }
  const second = new Set<string>();
  const split = events.flatMap((event): readonly ServerEvent[] => {
    const { data } = event;
    const id = itemOf(event);
    if (begins.has(event)) {
      second.add(id);
      return [...between(event, parts.get(id)![0]), ofSecond(withBlankLine(event))];
    }
    if (data === null || !second.has(id)) return [event];
    return [ofSecond({ ...event, data: withWords(data, parts.get(id)![1]) })];
  });
  return mapData(split, (data) => wholeParts(data, parts));
}

const kindOf = ({ data }: ServerEvent): string => String(data?.type);
const itemOf = ({ data }: ServerEvent): string => String(data?.item_id);
const isPiece = (event: ServerEvent): boolean =>
  kindOf(event) === "response.reasoning_summary_text.delta";
const wordsOf = (pieces: readonly ServerEvent[]): string =>
  pieces.map(({ data }) => String(data?.delta)).join("");

/** What ends the first part, and begins the second. */
function between({ data }: ServerEvent, words: string): readonly ServerEvent[] {
  const { item_id, output_index } = data!;
  const place = (part: number) => ({
    item_id: item_id!,
    output_index: output_index!,
    summary_index: part,
  });
  const part = (text: string) => ({ type: "summary_text", text });
  const events: readonly JsonObject[] = [
    { type: "response.reasoning_summary_text.done", ...place(0), text: words },
    { type: "response.reasoning_summary_part.done", ...place(0), part: part(words) },
    { type: "response.reasoning_summary_part.added", ...place(1), part: part("") },
  ];
  return events.map((one) => ({ kind: String(one.type), data: one, deltas: [], usage: null }));
}

const ofSecond = (event: ServerEvent): ServerEvent => ({
  ...event,
  data: event.data?.summary_index === undefined ? event.data : { ...event.data, summary_index: 1 },
});

const withBlankLine = (event: ServerEvent): ServerEvent => ({
  ...event,
  deltas: event.deltas.flatMap((delta) => [{ ...delta, text: "\n\n" }, delta]),
});

/** What ends the second part tells its words alone. */
function withWords(data: JsonObject, words: string): JsonObject {
  if (data.type === "response.reasoning_summary_text.done") return { ...data, text: words };
  if (data.type !== "response.reasoning_summary_part.done") return data;
  return { ...data, part: { type: "summary_text", text: words } };
}

/** The items, and the response, that tell all of a summary. */
function wholeParts(data: JsonObject, parts: Parts): JsonObject {
  const { item, response } = data;
  const whole = (one: JsonObject): JsonObject => {
    const own = parts.get(String(one.id));
    if (one.type !== "reasoning" || own === undefined || objectsOf(one.summary).length === 0)
      return one;
    return { ...one, summary: own.map((text) => ({ type: "summary_text", text })) };
  };
  return {
    ...data,
    ...(isObject(item) && { item: whole(item) }),
    ...(isObject(response) && {
      response: { ...response, output: objectsOf(response.output).map(whole) },
    }),
  };
}
