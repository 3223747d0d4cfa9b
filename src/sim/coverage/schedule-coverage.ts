import type { EffectId } from "../../core/ids.ts";
import type { Event } from "../../core/event.ts";
import type { RunRecord } from "../record.ts";
import { newDecisionNotes } from "./decision-notes.ts";
import { decisionsOf } from "./decisions-of.ts";
import { faultsAt, faultsOfCrash } from "./faults-by-phase.ts";
import { newClassWatch } from "./happens-before.ts";
import { newLogReader } from "./log-reader.ts";
import { newPairWatch } from "./ticket-pairs.ts";

/** The kinds of things that schedules are to reach. Each kind has its own list of names. */
export const coverageKinds = ["events", "decisions", "pairs", "faults", "marks"] as const;
export type CoverageKind = (typeof coverageKinds)[number];

/** What one schedule reached: each name with the first event that showed it, `null` where only a companion run did. */
export interface ScheduleCoverage {
  readonly reached: Readonly<Record<CoverageKind, ReadonlyMap<string, EffectId | null>>>;
  readonly happensBefore: string;
}

/** What the runs of a schedule reached: the rehearsal itself, and those that it is compared with. */
export function coverageOf(
  record: RunRecord,
  companions: readonly (RunRecord | null)[] = [],
  marks: readonly string[] = [],
): ScheduleCoverage {
  const reached = emptyReach();
  const watch = newClassWatch();
  readRun(record, reached, watch.take);
  for (const companion of companions) {
    if (companion === null) continue;
    const theirs = emptyReach();
    readRun(companion, theirs, () => {});
    for (const kind of coverageKinds) {
      for (const name of theirs[kind].keys()) reach(reached[kind], name, null);
    }
  }
  for (const mark of marks) reached.marks.set(mark, record.log.length);
  return { reached, happensBefore: watch.name() };
}

/** Of a schedule of which nothing could be read. */
export const nothingReached = (): ScheduleCoverage => ({
  reached: emptyReach(),
  happensBefore: newClassWatch().name(),
});

type Reach = Readonly<Record<CoverageKind, Map<string, EffectId | null>>>;

const emptyReach = (): Reach => ({
  events: new Map(),
  decisions: new Map(),
  pairs: new Map(),
  faults: new Map(),
  marks: new Map(),
});

function readRun(
  { log, lives }: Pick<RunRecord, "log" | "lives">,
  reached: Reach,
  watch: ReturnType<typeof newClassWatch>["take"],
): void {
  const notes = newDecisionNotes();
  const pairAt = newPairWatch();
  for (const event of log) {
    const { seq } = event;
    reach(reached.events, event.type, seq);
    for (const name of decisionsOf(event, notes)) reach(reached.decisions, name, seq);
    for (const name of faultsAt(event, notes)) reach(reached.faults, name, seq);
    const pair = pairAt(event, notes);
    if (pair !== null) reach(reached.pairs, pair, seq);
    watch(event, notes);
    notes.take(event);
  }
  for (const life of lives) {
    if (!life.crashed) continue;
    for (const name of faultsOfCrash(readerAt(life.log))) {
      reach(reached.faults, name, life.log.length);
    }
  }
}

function readerAt(log: readonly Event[]) {
  const reader = newLogReader();
  for (const event of log) reader.take(event);
  return reader;
}

function reach(names: Map<string, EffectId | null>, name: string, seq: EffectId | null): void {
  if (!names.has(name)) names.set(name, seq);
}
