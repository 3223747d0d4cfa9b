import type { Event } from "../../core/event.ts";

/** When something happened: its time, and its place in the order of events. */
export interface Moment {
  readonly place: number;
  readonly atMs: number;
  /** The event's number. */
  readonly seq: number;
}

/** The rows of a lane: decisions of a person or a rule, replies of the model, and work. */
export type Row = "gate" | "model" | "work";

export type Tone = "good" | "bad" | "open" | "asked" | "plain" | "wait";

export interface Span {
  readonly row: Row;
  readonly tone: Tone;
  readonly from: Moment;
  readonly to: Moment;
  /** Short, to be shown inside the bar. */
  readonly label: string;
  /** In full, to be shown in the table. */
  readonly title: string;
}

export interface Mark {
  readonly row: Row;
  readonly tone: Tone;
  readonly at: Moment;
  readonly glyph: string;
  readonly title: string;
}

export interface Lane {
  readonly streamId: string;
  readonly spans: readonly Span[];
  readonly marks: readonly Mark[];
}

/** A line across all lanes: a crash and its resume, an interrupt, the end of the run. */
export interface Divide {
  readonly at: Moment;
  readonly title: string;
}

export interface Timeline {
  readonly lanes: readonly Lane[];
  readonly divides: readonly Divide[];
  /** The moments of all events, in order. */
  readonly moments: readonly Moment[];
}

/** A batch of deltas takes less room on the axis of order than an event that begins or ends something. */
const deltasPlace = 0.25;

export function momentsOf(log: readonly Event[]): readonly Moment[] {
  let place = 0;
  return log.map((event) => {
    place += event.type === "stream.deltas" ? deltasPlace : 1;
    return { place, atMs: event.atMs - (log[0]?.atMs ?? 0), seq: event.seq };
  });
}
