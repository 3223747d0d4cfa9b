import { digestOf } from "../../core/project.ts";
import { fold } from "../../core/reduce/reduce.ts";
import type { RunRecord } from "../record.ts";

/** The end of a run, in which records of the same scenario must agree. */
export interface Ending {
  readonly outcome: string;
  readonly tickets: Readonly<Record<string, string>>;
  readonly text: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

export function endingOf(record: RunRecord): Ending {
  const state = fold(record.log);
  if (state === null) throw new Error("An empty log tells of no run.");
  return {
    outcome: state.ended?.outcome ?? "running",
    tickets: Object.fromEntries([...state.tickets].map(([id, { status }]) => [id, status])),
    text: Object.fromEntries([...state.streams].map(([id, { text }]) => [id, text])),
    files: record.files,
  };
}

/** How a second ending differs from the first, one sentence for each difference. */
export function differences(first: Ending, second: Ending): string[] {
  const found: string[] = [];
  if (first.outcome !== second.outcome) {
    found.push(`the outcome is ${second.outcome}, not ${first.outcome}`);
  }
  for (const member of ["tickets", "text", "files"] as const) {
    const names = new Set([...Object.keys(first[member]), ...Object.keys(second[member])]);
    for (const name of names) {
      const [before, after] = [first[member][name], second[member][name]];
      if (before === after) continue;
      found.push(`${member}: ${name} is ${glimpse(after)}, not ${glimpse(before)}`);
    }
  }
  return found;
}

const glimpse = (text: string | undefined): string =>
  text === undefined
    ? "missing"
    : JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);

/**
 * Whether the end of a run may depend on the order of events, so that the endings of two records cannot be
 * compared: with faults, expired popups, a budget, an `always`, a merge conflict, what a
 * person says unasked or a first prompt that may not fit it may.
 */
export function dependsOnOrder(record: RunRecord): boolean {
  const last = record.log.at(-1);
  return record.log.some((event) => {
    switch (event.type) {
      case "popup.expired":
        return true;
      case "popup.opened":
        return event.popup.kind === "merge" || event.popup.kind === "budget";
      case "popup.decided":
        return event.decision.type === "always";
      case "rule.applied":
        return event.action === "deny";
      // Before its first call, what a session's prompt takes is reckoned from what other sessions' calls took by then.
      case "context.trimmed":
        return event.turn === 1;
      case "session.failed":
        return event.failure.code === "context-exceeded";
      case "intervention.received":
      case "intervention.refused":
        return true;
      case "plan.refused":
        return event.problems.some((problem) => problem.includes("is taken by"));
      case "run.ended":
        // A run that waited and was resumed ends as any other.
        return event.outcome === "interrupted" || (event.outcome === "waiting" && event === last);
      default:
        return false;
    }
  });
}

/** Whether a merged tree failed its check: whose it is depends on who was merged before. */
export function hasFailedMerge({ log }: RunRecord): boolean {
  const merging = new Set<number>();
  return log.some((event) => {
    if (event.type === "check.started" && event.merging !== undefined) merging.add(event.seq);
    return event.type === "check.ended" && !event.passed && merging.has(event.effectId);
  });
}

export const digestOfRecord = (record: RunRecord): string => digestOf(record.log);
