import type { Database } from "bun:sqlite";
import { schemaVersion, type Event } from "../core/event.ts";
import type { RunId } from "../core/ids.ts";
import { decodeGroup, type Group } from "./group.ts";
import { explained, storeError } from "./store-error.ts";

/** The events of a run after `sinceSeq`, in order and without a gap. */
export function readEvents(
  database: Database,
  run: { runId: RunId; sinceSeq: number; path: string },
): readonly Event[] {
  const { runId, sinceSeq, path } = run;
  const groups = explained(path, () =>
    database
      .query<Group, [string, number]>(
        "SELECT first_seq, last_seq, events FROM event_groups WHERE run_id = ? AND last_seq > ? ORDER BY first_seq",
      )
      .all(runId, sinceSeq),
  );
  const events: Event[] = [];
  for (const group of groups) {
    const expectedSeq = events.at(-1)?.seq ?? sinceSeq;
    const members = decodeGroup(group);
    // A first group may begin before what was asked for; none may begin after it.
    const isNext =
      events.length === 0 ? group.first_seq <= sinceSeq + 1 : group.first_seq === expectedSeq + 1;
    if (members === null || !isNext) throw damaged(run, expectedSeq + 1);
    refuseOtherSchema(members[0], run);
    for (const event of members) if (event.seq > sinceSeq) events.push(event);
  }
  return events;
}

/** The last event's number; 0 for a run without events. */
export function lastSeqOf(database: Database, runId: RunId): number {
  return (
    database
      .query<{ last: number | null }, [string]>(
        "SELECT max(last_seq) AS last FROM event_groups WHERE run_id = ?",
      )
      .get(runId)?.last ?? 0
  );
}

function refuseOtherSchema(event: Event | undefined, run: { runId: RunId; path: string }): void {
  if (event?.type !== "run.started") return;
  const schema: number = event.schema;
  if (schema === schemaVersion) return;
  throw storeError(
    "newer-version",
    `Run ${run.runId} in ${run.path} was recorded by another version of rehearsal (events of schema ${schema}, this one reads ${schemaVersion}). Use the version that recorded it.`,
  );
}

function damaged(run: { runId: RunId; path: string }, seq: number): Error {
  return storeError(
    "damaged",
    `The log of run ${run.runId} in ${run.path} is damaged at event ${seq}. Put a copy of that file back, or start the epic anew with \`rehearsal run\`.`,
  );
}
