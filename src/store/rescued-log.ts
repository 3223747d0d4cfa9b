import { Database } from "bun:sqlite";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunId } from "../core/ids.ts";
import { openDatabase } from "./database.ts";
import type { Group } from "./event-group.ts";
import { isLocked } from "./run-lock.ts";
import type { StoredRunRow } from "./run-rows.ts";
import { hasState, lockPath, makeStateFolder, type StatePlace, statePlace } from "./state-place.ts";
import { explained } from "./store-error.ts";
import { errorMessage } from "../core/words/error-message.ts";

const prefix = "rehearsal-";
/** Names the repository whose log lies here. */
const ownerFile = "of-repository";

/** A place for a log whose repository is gone, laid out like a repository, so that `--repo` finds it. */
export function rescuePlace(repositoryRoot: string, runId: RunId): StatePlace {
  const folder = ownFolder(join(tmpdir(), prefix + runId));
  writeFileSync(join(folder, ownerFile), repositoryRoot, { mode: 0o600 });
  return statePlace(folder);
}

/** Others may have made a folder of that name, or a link, to be written into: then another one is ours. */
function ownFolder(path: string): string {
  try {
    mkdirSync(path, { mode: 0o700 });
    return path;
  } catch {
    return isOwnFolder(path) ? path : mkdtempSync(path + unlikeOthers);
  }
}

/** Stands between a run's id and what makes the folder's name one of a kind. */
const unlikeOthers = "+";

function isOwnFolder(path: string): boolean {
  const found = lstatSync(path);
  const isOurs = process.getuid === undefined || found.uid === process.getuid();
  return found.isDirectory() && isOurs && (found.mode & 0o022) === 0;
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
 * has gone on here meanwhile keeps the log that it has here. Answers in words what could not be brought back, and stays.
 */
export function bringBack(repositoryRoot: string): readonly string[] {
  return rescuedFolders(repositoryRoot).flatMap((folder) => {
    try {
      return bringBackFrom(folder, repositoryRoot);
    } catch (error) {
      return [`The log in ${folder} could not be brought back: ${errorMessage(error)}`];
    }
  });
}

function bringBackFrom(folder: string, repositoryRoot: string): readonly string[] {
  const from = statePlace(folder);
  const [id = ""] = folder.slice(join(tmpdir(), prefix).length).split(unlikeOthers);
  const runId = id as RunId;
  if (!hasState(folder) || isLocked(lockPath(from, runId))) return [];
  const rescued = explained(from.database, () => {
    const database = new Database(from.database, { readwrite: true });
    try {
      return readRows(database);
    } finally {
      database.close();
    }
  });
  const place = statePlace(repositoryRoot);
  makeStateFolder(place);
  const database = openDatabase(place.database, { busyTimeoutMs: 2000, pagesMax: null });
  try {
    const isTaken = explained(place.database, () => {
      if (!goesOnFrom(ofRun(rescued, runId), ofRun(readRows(database), runId))) return false;
      writeRows(database, rescued, runId);
      return true;
    });
    if (!isTaken) {
      rmSync(join(folder, ownerFile));
      return [
        `The run ${runId} has gone on here meanwhile. Its other log is left in ${folder}; remove it once it is not needed.`,
      ];
    }
  } finally {
    database.close();
  }
  rmSync(folder, { recursive: true, force: true });
  return [];
}

function rescuedFolders(repositoryRoot: string): readonly string[] {
  return namesIn(tmpdir())
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(tmpdir(), name))
    .filter((folder) => {
      try {
        return (
          isOwnFolder(folder) && readFileSync(join(folder, ownerFile), "utf8") === repositoryRoot
        );
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
