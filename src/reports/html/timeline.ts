import type { Event } from "../../core/event.ts";

/** When something was: by the Clock, and by its place among all events (deltas count for less). */
export interface Moment {
  readonly place: number;
  readonly atMs: number;
  /** Of the event. */
  readonly seq: number;
}

/** A lane has three rows: what a person or a rule decides, what the model says, what is done. */
export type Row = "gate" | "model" | "work";

export type Tone = "good" | "bad" | "open" | "asked" | "plain" | "wait";

export interface Span {
  readonly row: Row;
  readonly tone: Tone;
  readonly from: Moment;
  readonly to: Moment;
  /** Short, for within the bar. */
  readonly label: string;
  /** In full. */
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

/** What concerns all lanes: a crash and its resume, an interrupt, the end. */
export interface Divide {
  readonly at: Moment;
  readonly title: string;
}

export interface Timeline {
  readonly lanes: readonly Lane[];
  readonly divides: readonly Divide[];
  /** Each event's moment, in order. */
  readonly moments: readonly Moment[];
}

/** A batch of deltas is one of many; what begins or ends something is worth more room. */
const deltasPlace = 0.25;

export function momentsOf(log: readonly Event[]): readonly Moment[] {
  let place = 0;
  return log.map((event) => {
    place += event.type === "stream.deltas" ? deltasPlace : 1;
    return { place, atMs: event.atMs - (log[0]?.atMs ?? 0), seq: event.seq };
  });
}
