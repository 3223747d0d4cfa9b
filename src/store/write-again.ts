import { type Database, constants } from "bun:sqlite";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { RunId } from "../core/ids.ts";
import { openDatabase } from "./database.ts";
import { type LogRows, readRows, rescuePlace, writeRows } from "./rescued-log.ts";
import { lockRun, type RunLock } from "./run-lock.ts";
import { lockPath, makeStateFolder, type StatePlace } from "./state-place.ts";

/** A log that was written again. */
export interface WrittenAgain {
  readonly database: Database;
  readonly path: string;
  readonly lock: RunLock | null;
}

/** Closing must not remove the journal that has this one's name by now: it is of another file. */
export const keepJournal = (lost: Database): void =>
  void lost.fileControl(constants.SQLITE_FCNTL_PERSIST_WAL, 1);

/**
 * A log whose file was removed or replaced under us is still open here, so all of it can be read. It is written
 * again where it was, or, where that is not possible, in a folder for temporary files.
 */
export function writeAgain(lost: Database, place: StatePlace, runId: RunId): WrittenAgain {
  const rows = readRows(lost);
  keepJournal(lost);
  lost.close();
  const root = dirname(place.directory);
  const write = (to: StatePlace) => writeAt(to, runId, rows);
  if (!existsSync(root)) return write(rescuePlace(root, runId));
  try {
    return write(place);
  } catch {
    return write(rescuePlace(root, runId));
  }
}

/** Of this run nobody else can know better. */
function writeAt(place: StatePlace, runId: RunId, rows: LogRows): WrittenAgain {
  makeStateFolder(place);
  const lock = lockRun(lockPath(place, runId));
  const database = openDatabase(place.database, { busyTimeoutMs: 2000, pagesMax: null });
  writeRows(database, rows, runId);
  return { database, path: place.database, lock };
}
