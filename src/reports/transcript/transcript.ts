import type { Event } from "../../core/event.ts";
import { logMemory } from "./log-memory.ts";
import type { Passage } from "./passage.ts";
import { passageOf } from "./passages.ts";
import { speakersIn, type TranscriptKnowledge } from "./telling.ts";

/** The whole story of a run, in the order in which it happened. */
export function transcriptOf(
  log: readonly Event[],
  knowledge: TranscriptKnowledge,
): readonly Passage[] {
  const memory = logMemory();
  const telling = { memory, knowledge, speakers: speakersIn(memory) };
  const startMs = log[0]?.atMs ?? 0;
  return log.flatMap((event) => {
    memory.note(event);
    const said = passageOf(event, telling);
    return said === null
      ? []
      : [{ seq: event.seq, atMs: Math.max(0, event.atMs - startMs), ...said }];
  });
}

/** The commits that a log merged, whose diffs the transcript shows. */
export const mergedCommits = (log: readonly Event[]): readonly string[] =>
  log.flatMap((event) => (event.type === "merge.started" ? [event.commit] : []));
