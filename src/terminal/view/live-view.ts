import type { Event, EventOf } from "../../core/event.ts";
import type { SessionId } from "../../core/ids.ts";
import type { Subscriber } from "../../ports.ts";
import type { ContextMeter } from "./context-line.ts";
import { durationText } from "../../core/words/duration-text.ts";
import { failureText } from "./failure-text.ts";
import { createGutter } from "./gutter.ts";
import { narrate } from "./narrate.ts";
import type { Paper } from "../../core/words/paper.ts";
import { progressText } from "./progress-text.ts";
import type { Screen } from "../screen.ts";
import { type Speaker, speakerOf } from "./speaker.ts";
import { createStreamText, type StreamText } from "./stream-text.ts";
import { createRunMemory, type RunFacts } from "./run-memory.ts";

export interface LiveViewOptions {
  readonly screen: Pick<Screen, "write">;
  readonly paper: Paper;
  /** Makes the lines on context windows. */
  readonly meter: (paper: Paper) => ContextMeter;
  /** The events that a resumed run had already: taken in without being shown again. */
  readonly before: readonly Event[];
  /** Makes the closing text of the run. */
  readonly ending: (facts: RunFacts) => string;
}

/** A stream unit (one try of one turn) that has not ended. */
interface OpenUnit {
  readonly speaker: Speaker;
  readonly text: StreamText;
  /**
   * Whether the text is a planner's JSON, which is not shown: its tracks and tickets are. `null` until the first
   * character.
   */
  isPlan: boolean | null;
}

/** Shows a run as it happens: whole lines, each with the name of its session, never changed once written. */
export function liveView(options: LiveViewOptions): Subscriber {
  const { screen, paper, before, ending } = options;
  const { ink } = paper;
  const memory = createRunMemory();
  const meter = options.meter(paper);
  for (const event of before) {
    memory.take(event);
    meter.learn(event);
  }
  const gutter = createGutter(paper);
  const units = new Map<number, OpenUnit>();
  // A discarded try and the wait for the next one are two events and one line.
  let discarded: EventOf<"stream.discarded"> | null = null;
  let out: string[] = [];

  const tell = (speaker: Speaker | null, line: string) => out.push(...gutter.rows(speaker, line));

  const tellDiscarded = (wait: string) => {
    if (discarded === null) return;
    const { unit, failure } = discarded;
    discarded = null;
    const line = `↻ try ${unit.try} discarded: ${failureText(failure)}${wait}`;
    tell(speakerOf(unit.sessionId), ink("yellow", line));
  };

  const tellRetry = (retry: Retry | null) => {
    const again = retry === null ? "" : `trying again in ${durationText(retry.waitMs)}`;
    if (retry !== null && retry.sessionId === discarded?.unit.sessionId) {
      tellDiscarded(`, ${again}`);
      return;
    }
    tellDiscarded("");
    if (retry !== null) tell(speakerOf(retry.sessionId), ink("yellow", `↻ ${again}`));
  };

  const tellDeltas = (event: EventOf<"stream.deltas">) => {
    let unit = units.get(event.effectId);
    if (unit === undefined) {
      const speaker = speakerOf(event.unit.sessionId);
      unit = { speaker, text: createStreamText(() => gutter.textWidth(speaker)), isPlan: null };
      units.set(event.effectId, unit);
    }
    for (const delta of event.deltas) {
      if (delta.type === "text" && unit.speaker.isPlanner) {
        if (unit.isPlan === null && delta.text.trim() !== "") {
          unit.isPlan = /^\s*[[{`]/.test(delta.text);
          if (unit.isPlan) tell(unit.speaker, ink("dim", "writes the plan …"));
        }
        if (unit.isPlan !== false) continue;
      }
      for (const { type, row } of unit.text.push(delta))
        tell(unit.speaker, type === "thinking" ? ink("dim", row) : row);
    }
  };

  const closeUnit = (effectId: number) => {
    const unit = units.get(effectId);
    units.delete(effectId);
    for (const { type, row } of unit?.text.end() ?? [])
      if (unit !== undefined) tell(unit.speaker, type === "thinking" ? ink("dim", row) : row);
  };

  const take = (event: Event) => {
    tellRetry(retryOf(event));
    if (event.type === "stream.deltas") tellDeltas(event);
    if (
      event.type === "stream.completed" ||
      event.type === "stream.discarded" ||
      event.type === "effect.abandoned"
    )
      closeUnit(event.effectId);
    // Shows the rest of streams that were cut off by the end of the run.
    if (event.type === "run.ended") for (const effectId of units.keys()) closeUnit(effectId);
    if (event.type === "stream.discarded") discarded = event;
    const note = narrate(event, memory, paper);
    for (const line of note?.lines ?? []) tell(note?.speaker ?? null, line);
    const fill = meter.take(event);
    if (fill !== null) tell(speakerOf(fill.sessionId), fill.line);
    memory.take(event);
    if (
      event.type === "ticket.done" ||
      event.type === "ticket.failed" ||
      event.type === "ticket.blocked"
    )
      tell(null, `  ${progressText(memory.tickets(), paper)}`);
    if (event.type === "run.ended") out.push("", ending(memory.facts(event)).trimEnd());
  };

  return {
    name: "live view",
    receive(events) {
      for (const event of events) take(event);
      tellDiscarded("");
      const text = out.map((line) => `${line}\n`).join("");
      out = [];
      if (text !== "") screen.write(text);
    },
  };
}

interface Retry {
  readonly sessionId: SessionId;
  readonly waitMs: number;
}

function retryOf(event: Event): Retry | null {
  return event.type === "timer.started" && event.purpose.type === "retry"
    ? { sessionId: event.purpose.sessionId, waitMs: event.dueAtMs - event.atMs }
    : null;
}
