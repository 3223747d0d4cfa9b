import { Database } from "bun:sqlite";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunId } from "../core/ids.ts";
import { openDatabase } from "./database.ts";
import type { Group } from "./event-group.ts";
import { makePrivateFolder } from "./private-file.ts";
import { isLocked } from "./run-lock.ts";
import type { StoredRunRow } from "./run-rows.ts";
import { hasState, lockPath, makeStateFolder, type StatePlace, statePlace } from "./state-place.ts";
import { explained } from "./store-error.ts";

const prefix = "rehearsal-";
/** Names the repository whose log lies here. */
const ownerFile = "of-repository";

/** A place for a log whose repository is gone, laid out like a repository, so that `--repo` finds it. */
export function rescuePlace(repositoryRoot: string, runId: RunId): StatePlace {
  const folder = join(tmpdir(), prefix + runId);
  makePrivateFolder(folder);
  writeFileSync(join(folder, ownerFile), repositoryRoot, { mode: 0o600 });
  return statePlace(folder);
}

/** A log as its rows. */
export interface LogRows {
  readonly runs: readonly StoredRunRow[];
  readonly groups: readonly GroupRow[];
}

type GroupRow = Group & { readonly run_id: string };

export const readRows = (database: Database): LogRows => ({
  runs: database.query<StoredRunRow, []>("SELECT * FROM runs").all(),
  groups: database.query<GroupRow, []>("SELECT * FROM event_groups ORDER BY first_seq").all(),
});

/** Writes rows into a database; what it has of `known` gives way to them, and of other runs it may know better itself. */
export function writeRows(database: Database, { runs, groups }: LogRows, known: RunId): void {
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
      database.run("DELETE FROM event_groups WHERE run_id = ?", [known]);
      for (const run of runs) addRun.run(run.run_id, run.epic, run.started_at_ms, run.writer_pid);
      for (const { run_id, first_seq, last_seq, events, checksums } of groups)
        addGroup.run(run_id, first_seq, last_seq, events, checksums);
    })
    .immediate();
}

/**
 * Brings the logs back that were written elsewhere while the repository was gone, now that it is there again. A run that
 * has gone on here meanwhile keeps the log that it has here.
 */
export function bringBack(repositoryRoot: string): void {
  for (const folder of rescuedFolders(repositoryRoot)) {
    const from = statePlace(folder);
    const runId = folder.slice(join(tmpdir(), prefix).length) as RunId;
    if (!hasState(folder) || isLocked(lockPath(from, runId))) continue;
    const rescued = explained(from.database, () => {
      const database = new Database(from.database, { readwrite: true });
      try {
        return ofRun(readRows(database), runId);
      } finally {
        database.close();
      }
    });
    const place = statePlace(repositoryRoot);
    makeStateFolder(place);
    const database = openDatabase(place.database, { busyTimeoutMs: 2000, pagesMax: null });
    try {
      explained(place.database, () => {
        if (goesOnFrom(rescued, ofRun(readRows(database), runId)))
          writeRows(database, rescued, runId);
      });
    } finally {
      database.close();
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

function rescuedFolders(repositoryRoot: string): readonly string[] {
  return namesIn(tmpdir())
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(tmpdir(), name))
    .filter((folder) => {
      try {
        const isOurs = statSync(folder).uid === process.getuid?.();
        return isOurs && readFileSync(join(folder, ownerFile), "utf8") === repositoryRoot;
      } catch {
        return false;
      }
    });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

const ofRun = ({ runs, groups }: LogRows, runId: RunId): LogRows => ({
  runs: runs.filter(({ run_id }) => run_id === runId),
  groups: groups.filter(({ run_id }) => run_id === runId),
});

/** Whether a log begins with all the rows of another: of one that was copied or put back from a backup, say. */
function goesOnFrom(log: LogRows, other: LogRows): boolean {
  return other.groups.every((group, index) => Bun.deepEquals(log.groups[index], group));
}
