import type { Event } from "../../core/event.ts";
import type { FailureReport } from "./scenario-report.ts";
import { eventWords } from "./event-words.ts";

/** An event of one of two runs. */
export interface DifferenceRow {
  readonly seq: number;
  readonly atMs: number;
  readonly words: string;
  /** The event that it came of; `null`: the first one, or none that is known. */
  readonly cause: number | null;
}

/** Where a run that fails and the nearest one that passes go different ways. */
export interface RunDifference {
  /** In what the one that passes differs. */
  readonly how: string;
  /** So many events are the same. */
  readonly common: number;
  /** The last of these. */
  readonly before: readonly DifferenceRow[];
  /** What comes next in each; empty where the run is over. */
  readonly failing: readonly DifferenceRow[];
  readonly passing: readonly DifferenceRow[];
}

/** Both have the same log: they differ in what was done, or when, and not in what came of it. */
export const isSameLog = ({ failing, passing }: RunDifference): boolean =>
  failing.length === 0 && passing.length === 0;

const beforeMax = 3;
const afterMax = 14;

/** `null` where no run is known that passes. */
export function runDifference({
  explanation,
  log,
}: Pick<FailureReport, "explanation" | "log">): RunDifference | null {
  const nearest = explanation?.nearest ?? null;
  if (nearest === null) return null;
  const { how, common } = nearest;
  return {
    how,
    common,
    before: rowsOf(log, Math.max(0, common - beforeMax), common),
    failing: rowsOf(log, common, common + afterMax),
    passing: rowsOf(nearest.log, common, common + afterMax),
  };
}

export function rowsOf(log: readonly Event[], from: number, to: number): readonly DifferenceRow[] {
  const startMs = log[0]?.atMs ?? 0;
  return log.slice(from, to).map((event) => ({
    seq: event.seq,
    atMs: event.atMs - startMs,
    words: eventWords(event),
    cause: causeOf(log, event),
  }));
}

/** The intent of an outcome; the decision that an act needed; what the same popup or session brought before. */
export function causeOf(log: readonly Event[], event: Event): number | null {
  if ("effectId" in event && event.effectId !== null) return event.effectId;
  const before = log.slice(0, event.seq - 1);
  const gate = gateOf(event);
  const decided = before.findLast((other) => gate !== null && gateOf(other) === gate);
  if (decided !== undefined) return decided.seq;
  const subject = subjectOf(event);
  return before.findLast((other) => subject !== null && subjectOf(other) === subject)?.seq ?? null;
}

function gateOf(event: Event): string | null {
  if ("popup" in event) return event.popup.id;
  if ("popupId" in event) return event.popupId;
  return "gate" in event ? event.gate : null;
}

function subjectOf(event: Event): string | null {
  if ("unit" in event) return event.unit.sessionId;
  if ("sessionId" in event) return event.sessionId;
  if ("popup" in event) return event.popup.ticketId;
  return "ticketId" in event ? event.ticketId : null;
}
