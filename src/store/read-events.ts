import type { Database } from "bun:sqlite";
import { schemaVersion, type Event } from "../core/event.ts";
import type { RunId } from "../core/ids.ts";
import { decodeGroup, type Group } from "./event-group.ts";
import { explained, storeError } from "./store-error.ts";

interface RunToRead {
  readonly runId: RunId;
  /** As the list of runs has it. */
  readonly epic: string;
  readonly sinceSeq: number;
  readonly path: string;
}

/** The events of a run after `sinceSeq`, in order and without a gap. */
export function readEvents(database: Database, run: RunToRead): readonly Event[] {
  const { runId, sinceSeq, path } = run;
  const groups = explained(path, () =>
    database
      .query<Group, [string, number]>(
        "SELECT first_seq, last_seq, events, checksums FROM event_groups WHERE run_id = ? AND last_seq > ? ORDER BY first_seq",
      )
      .all(runId, sinceSeq),
  );
  const events: Event[] = [];
  for (const group of groups) {
    const expectedSeq = events.at(-1)?.seq ?? sinceSeq;
    const decoded = decodeGroup(runId, group);
    // A first group may begin before what was asked for; none may begin after it.
    const isNext =
      events.length === 0 ? group.first_seq <= sinceSeq + 1 : group.first_seq === expectedSeq + 1;
    if (!isNext) throw damaged(run, `after event ${expectedSeq}, where another one should follow`);
    if (!decoded.ok) throw damaged(run, placeText(decoded));
    refuseAnotherRun(decoded.events[0], run);
    for (const event of decoded.events) if (event.seq > sinceSeq) events.push(event);
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

function refuseAnotherRun(event: Event | undefined, run: RunToRead): void {
  if (event?.type !== "run.started") return;
  const schema: number = event.schema;
  if (schema !== schemaVersion)
    throw storeError(
      "newer-version",
      `Run ${run.runId} in ${run.path} was recorded by another version of rehearsal (events of schema ${schema}, this one reads ${schemaVersion}). Use the version that recorded it.`,
    );
  if (event.runId !== run.runId) throw damaged(run, `at event 1, which is of run ${event.runId}`);
  if (event.epic !== run.epic)
    throw damaged(run, "in the list of runs, whose epic is not the one that the run began with");
}

const placeText = ({ first, last }: { readonly first: number; readonly last: number }): string =>
  first === last
    ? `at event ${first}, which is not as it was written`
    : `in events ${first} to ${last}, which are not as they were written`;

function damaged(run: RunToRead, place: string): Error {
  return storeError(
    "damaged",
    `The log of run ${run.runId} in ${run.path} is damaged ${place}. Put a copy of that file back, or start the epic anew with \`rehearsal run\`.`,
  );
}
