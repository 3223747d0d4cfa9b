import type { Manner } from "../dialect.ts";
import type { BodyEnd } from "../reply.ts";
import type { WireEvent } from "../wire-event.ts";
import type { FramingHabit, Habit } from "./habit.ts";
import type { ServerEvent } from "./server-event.ts";

/**
 * Spells events as bytes. The sentinel goes with the last event, so that a stream that is cut misses more; what comes
 * behind the reply's end goes by itself, since who has read that end may be gone before it is sent.
 */
export function frame(
  events: readonly ServerEvent[],
  habits: readonly Habit[],
): readonly WireEvent[] {
  const own = habits.filter(isFraming);
  const ends = own.find((habit) => habit.type === "ends");
  const spoken = events.filter(({ data }) => data !== null);
  const hasSentinel =
    spoken.length < events.length && ends?.as !== "no-sentinel" && ends?.as !== "reset";
  const sentinel = spell({ kind: null, text: "[DONE]" }, own, spoken.length);
  const end = ends?.as === "bare-sentinel" ? sentinel.trimEnd() : sentinel;
  const isBehind = habits.some(({ type }) => type === "sentinel-behind");
  const tail = hasSentinel && !isBehind ? end : "";
  const isApart = own.some((habit) => habit.type === "line-ends" && habit.as === "crlf-apart");
  const as = own.find((habit) => habit.type === "events-as")?.as;
  const isLong = as === undefined ? isApart : as === "many-lines" || as === "first-line-alone";
  const written = spoken.flatMap(({ kind, data, deltas, usage }, index): readonly WireEvent[] => {
    const text = spell({ kind, text: JSON.stringify(data, null, isLong ? 1 : 0) }, own, index);
    const pieces = isApart ? cutAtLineEnds(text) : [text];
    const last = pieces.pop()! + (index === spoken.length - 1 ? tail : "");
    return [...pieces.map(goingOn), { text: last, deltas, usage }];
  });
  const behind = hasSentinel ? [...(isBehind ? [end] : []), ...moreBehind(sentinel, ends?.as)] : [];
  return [...own.flatMap(prologue), ...written, ...behind.map(meaningNothing)];
}

/** Between each carriage return and its line feed, but for the one that ends the event: what it brings comes with its last line. */
const cutAtLineEnds = (text: string): string[] => text.split(/(?<=\r)(?=\n(?!\r?$))/);

const meaningNothing = (text: string): WireEvent => ({ text, deltas: [], usage: null });

const goingOn = (text: string): WireEvent => ({ ...meaningNothing(text), goesOn: true });

type End = Extract<FramingHabit, { readonly type: "ends" }>["as"];

/** What comes where all has been said. */
function moreBehind(sentinel: string, as: End | undefined): readonly string[] {
  if (as === "sentinel-twice") return [sentinel];
  return as === "more-behind" ? [`data: {"type":"billing","choices":[]}\n\n`] : [];
}

function endOf(habits: readonly Habit[]): BodyEnd {
  const as = habits.find((habit) => habit.type === "ends")?.as;
  if (as === "open") return "stall";
  return as === "reset" ? "reset" : "close";
}

/** How a server with these habits hands its streams over, whatever they hold. */
export function mannerOf(habits: readonly Habit[]): Manner {
  const pieces = habits.find((habit) => habit.type === "pieces");
  return {
    end: endOf(habits),
    contentType: habits.find((habit) => habit.type === "content-type")?.value,
    chunking:
      pieces === undefined
        ? null
        : { type: "bytes", sizes: pieces.bytes === null ? [] : [pieces.bytes] },
  };
}

const framings: ReadonlySet<string> = new Set<FramingHabit["type"]>([
  "line-ends",
  "byte-order-mark",
  "no-space",
  "parted-events",
  "events-as",
  "content-type",
  "whole-reply",
  "event-head",
  "no-event-names",
  "comment",
  "waits",
  "notices",
  "empty-events",
  "pieces",
  "ends",
]);

const isFraming = (habit: Habit): habit is FramingHabit => framings.has(habit.type);

/** What comes before the first event, at its own time. */
function prologue(habit: FramingHabit): readonly WireEvent[] {
  const nothing = { deltas: [], usage: null };
  switch (habit.type) {
    case "byte-order-mark":
      return [{ ...nothing, text: "\u{FEFF}" }];
    case "comment":
      return habit.at === "first" ? [{ ...nothing, text: `:${habit.text}\n\n` }] : [];
    case "waits":
      return Array.from({ length: habit.times }, () => ({
        ...nothing,
        text: `${habit.text}\n\n`,
        delayMs: habit.everyMs,
      }));
    default:
      return [];
  }
}

function spell(
  event: { readonly kind: string | null; readonly text: string },
  habits: readonly FramingHabit[],
  index: number,
): string {
  const has = (type: FramingHabit["type"]) => habits.some((habit) => habit.type === type);
  const ends = habits.find((habit) => habit.type === "line-ends")?.as;
  const before = habits.flatMap((habit) => {
    if (habit.type === "comment" && habit.at === "each") return [`:${habit.text}`, ""];
    if (habit.type === "notices") return [...habit.text.split("\n"), ""];
    if (habit.type === "empty-events") return ["data:", "", ""];
    return [];
  });
  const head = habits.flatMap((habit) =>
    habit.type === "event-head" ? habit.lines.map((line) => line.replace("#", String(index))) : [],
  );
  const as = habits.find((habit) => habit.type === "events-as")?.as;
  const isNamed = event.kind !== null && !has("no-event-names") && as !== "json-lines";
  const kind = isNamed ? [`event: ${event.kind}`, ...(has("parted-events") ? [""] : [])] : [];
  const text = [...before, ...head, ...kind, ...dataLines(event.text, has("no-space"), as)].join(
    "\n",
  );
  switch (ends) {
    case "crlf":
    case "crlf-apart":
      // An event is over at its last carriage return: the line feed behind that comes with the next one.
      return `${index === 0 ? "" : "\n"}${text.replaceAll("\n", "\r\n").slice(0, -1)}`;
    case "cr":
      return text.replaceAll("\n", "\r");
    case undefined:
      return text;
  }
}

type EventsAs = Extract<FramingHabit, { readonly type: "events-as" }>["as"];

/** An event's data with what parts it from the next event. */
function dataLines(text: string, isTight: boolean, as: EventsAs | undefined): readonly string[] {
  const field = isTight ? "data:" : "data: ";
  const lines = text.split("\n").map((line) => `${field}${line}`);
  switch (as) {
    case "one-line-end":
      return [...lines, ""];
    case "first-line-alone":
      return [`${field}${text}`, "", ""];
    case "said-twice":
      return [...lines.map((line) => `${field}${line}`), "", ""];
    case "list":
      return text.startsWith("{") ? [`${field}[${text}]`, "", ""] : [...lines, "", ""];
    case "encoded-twice":
      return text.startsWith("{")
        ? [`${field}${JSON.stringify(text)}`, "", ""]
        : [...lines, "", ""];
    case "json-lines":
      return text.startsWith("{") ? [text, ""] : [];
    case "many-lines":
    case undefined:
      return [...lines, "", ""];
  }
}
