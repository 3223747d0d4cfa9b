import { type Database, constants } from "bun:sqlite";
import { existsSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { RunId } from "../core/ids.ts";
import { openDatabase } from "./database.ts";
import type { Group } from "./event-group.ts";
import { makePrivateFolder } from "./private-file.ts";
import { lockRun, type RunLock } from "./run-lock.ts";
import type { StoredRunRow } from "./run-rows.ts";
import { lockPath, makeStateFolder, type StatePlace, statePlace } from "./state-place.ts";

/** Tells whether the file that is at `path` now is still the one there. */
export function sameFileAt(path: string): () => boolean {
  const first = identityOf(path);
  return () => identityOf(path) === first;
}

function identityOf(path: string): string | null {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return null;
  }
}

/** A log that was written again. */
export interface WrittenAgain {
  readonly database: Database;
  readonly path: string;
  readonly lock: RunLock | null;
}

type GroupRow = Group & { readonly run_id: string };

/**
 * A log whose file was removed or replaced under us is still open here, so all of it can be read. It is written
 * again where it was, or, where that is not possible, in a folder for temporary files.
 */
export function writeAgain(lost: Database, place: StatePlace, runId: RunId): WrittenAgain {
  const runs = lost.query<StoredRunRow, []>("SELECT * FROM runs").all();
  const groups = lost.query<GroupRow, []>("SELECT * FROM event_groups ORDER BY first_seq").all();
  // Closing would otherwise remove the journal that has the lost one's name by now.
  lost.fileControl(constants.SQLITE_FCNTL_PERSIST_WAL, 1);
  lost.close();
  const write = (to: StatePlace) => writeAt(to, runId, { runs, groups });
  if (!existsSync(dirname(place.directory))) return write(elsewhere(runId));
  try {
    return write(place);
  } catch {
    return write(elsewhere(runId));
  }
}

/** Laid out like a repository, so that `--repo` finds it. */
function elsewhere(runId: RunId): StatePlace {
  const folder = join(tmpdir(), `rehearsal-${runId}`);
  makePrivateFolder(folder);
  return statePlace(folder);
}

function writeAt(
  place: StatePlace,
  runId: RunId,
  rows: { readonly runs: readonly StoredRunRow[]; readonly groups: readonly GroupRow[] },
): WrittenAgain {
  makeStateFolder(place);
  const lock = lockRun(lockPath(place, runId));
  const database = openDatabase(place.database, { busyTimeoutMs: 2000, pagesMax: null });
  const addRun = database.prepare<unknown, [string, string, number, number]>(
    "INSERT OR IGNORE INTO runs VALUES (?, ?, ?, ?)",
  );
  const addGroup = database.prepare<
    unknown,
    [string, number, number, string | Uint8Array, Uint8Array | null]
  >(
    "INSERT OR IGNORE INTO event_groups (run_id, first_seq, last_seq, events, checksums) VALUES (?, ?, ?, ?, ?)",
  );
  database
    .transaction(() => {
      // Of this run nobody else can know better; of others, whoever writes them may.
      database.run("DELETE FROM event_groups WHERE run_id = ?", [runId]);
      for (const run of rows.runs)
        addRun.run(run.run_id, run.epic, run.started_at_ms, run.writer_pid);
      for (const { run_id, first_seq, last_seq, events, checksums } of rows.groups)
        addGroup.run(run_id, first_seq, last_seq, events, checksums);
    })
    .immediate();
  return { database, path: place.database, lock };
}
