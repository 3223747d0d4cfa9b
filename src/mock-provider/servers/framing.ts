import type { Manner } from "../dialect.ts";
import type { WireEvent } from "../wire-event.ts";
import type { FramingHabit, Habit } from "./habit.ts";
import type { ServerEvent } from "./server-event.ts";

/** Spells events as bytes. The sentinel goes with the last event, so that a stream that is cut misses more. */
export function frame(
  events: readonly ServerEvent[],
  habits: readonly Habit[],
): readonly WireEvent[] {
  const own = habits.filter(isFraming);
  const ends = own.find((habit) => habit.type === "ends");
  const spoken = events.filter(({ data }) => data !== null);
  const hasSentinel = spoken.length < events.length && ends?.as !== "no-sentinel";
  const sentinel = spell({ kind: null, text: "[DONE]" }, own, spoken.length);
  const tail = hasSentinel ? sentinel.repeat(ends?.as === "sentinel-twice" ? 2 : 1) : "";
  const written = spoken.map(({ kind, data, deltas, usage }, index): WireEvent => {
    const text = spell({ kind, text: JSON.stringify(data) }, own, index);
    return { text: index === spoken.length - 1 ? text + tail : text, deltas, usage };
  });
  return [...own.flatMap(prologue), ...written];
}

/** How a server with these habits hands its streams over, whatever they hold. */
export function mannerOf(habits: readonly Habit[]): Manner {
  const pieces = habits.find((habit) => habit.type === "pieces");
  return {
    staysOpen: habits.some((habit) => habit.type === "ends" && habit.as === "open"),
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
  "event-head",
  "no-event-names",
  "comment",
  "waits",
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
    if (habit.type === "empty-events") return ["data:", "", ""];
    return [];
  });
  const head = habits.flatMap((habit) =>
    habit.type === "event-head" ? habit.lines.map((line) => line.replace("#", String(index))) : [],
  );
  const kind = event.kind === null || has("no-event-names") ? [] : [`event: ${event.kind}`];
  const data = `data:${has("no-space") ? "" : " "}${event.text}`;
  const text = [...before, ...head, ...kind, data, "", ""].join("\n");
  switch (ends) {
    case "crlf":
      // An event is over at its last carriage return: the line feed behind that comes with the next one.
      return `${index === 0 ? "" : "\n"}${text.replaceAll("\n", "\r\n").slice(0, -1)}`;
    case "cr":
      return text.replaceAll("\n", "\r");
    case undefined:
      return text;
  }
}
