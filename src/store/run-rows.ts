import type { Database } from "bun:sqlite";
import type { Event } from "../core/event.ts";
import { runId, type RunId } from "../core/ids.ts";
import type { StoredRun } from "../ports.ts";
import { readEvents } from "./read-events.ts";
import { explained, storeError } from "./store-error.ts";

export interface StoredRunRow {
  readonly run_id: string;
  readonly epic: string;
  readonly started_at_ms: number;
  readonly writer_pid: number;
}

/** Finds a run by its whole id. */
export function findRow(database: Database, path: string, wanted: RunId): StoredRunRow {
  const row = explained(path, () =>
    database.query<StoredRunRow, [string]>("SELECT * FROM runs WHERE run_id = ?").get(wanted),
  );
  if (row !== null) return row;
  throw storeError(
    "unknown-run",
    `There is no run ${JSON.stringify(wanted)} in ${path}. \`rehearsal runs\` lists them.`,
  );
}

/** The latest first. */
export function listRows(database: Database, path: string): readonly StoredRun[] {
  return explained(path, () =>
    database
      .query<StoredRunRow, []>("SELECT * FROM runs ORDER BY started_at_ms DESC, run_id DESC")
      .all()
      .map((row) => ({
        runId: runId(row.run_id),
        epic: row.epic,
        startedAtMs: row.started_at_ms,
      })),
  );
}

/** The events of a run that are on disk, after `sinceSeq`. */
export function eventsFrom(
  database: Database,
  path: string,
  run: { readonly runId: RunId; readonly sinceSeq: number },
): readonly Event[] {
  const { epic } = findRow(database, path, run.runId);
  return readEvents(database, { ...run, epic, path });
}
