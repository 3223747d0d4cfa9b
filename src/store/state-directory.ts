import type { Event } from "../core/event.ts";
import type { RunId } from "../core/ids.ts";
import type { Clock, Store, StoredRun } from "../ports.ts";
import { openDatabase, type DatabaseLimits } from "./database.ts";
import { openLogFile } from "./log-file.ts";
import { lastSeqOf } from "./read-events.ts";
import { lockRun, type RunLock } from "./run-lock.ts";
import { eventsFrom, findRow, listRows } from "./run-rows.ts";
import { createSqliteStore } from "./sqlite-store.ts";
import { lockPath, makeStateFolder, refuseEmptyLog, statePlace } from "./state-place.ts";
import type { StateReader } from "./state-reader.ts";
import { explained, storeError } from "./store-error.ts";

/** Where a repository's runs are kept: `.rehearsal/` at its root. Errors are `StoreError`s. Close the stores first. */
export interface StateDirectory extends StateReader {
  /** The repository; it may have moved since it was opened. */
  root(): string;
  /** Records a new run and opens its log for writing. */
  createRun(run: StoredRun): Store;
  /** Opens a run's log to go on with it; refuses while another process writes it. */
  openRun(runId: RunId): { readonly events: readonly Event[]; readonly store: Store };
}

export interface StateOptions extends Partial<DatabaseLimits> {
  readonly clock: Clock;
}

/** Opens a repository's state, making the folder where it is missing. */
export function openStateDirectory(repositoryRoot: string, options: StateOptions): StateDirectory {
  const { clock, busyTimeoutMs = 2000, pagesMax = null } = options;
  const place = statePlace(repositoryRoot);
  const path = place.database;
  refuseEmptyLog(place);
  makeStateFolder(place);
  const log = openLogFile(openDatabase(path, { busyTimeoutMs, pagesMax }), place);

  /** Opens a store under a lock that is held already; releases the lock where that fails. */
  function withLock<Result>(lock: RunLock, open: () => Result): Result {
    try {
      return explained(path, open);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  return {
    createRun({ runId: id, epic, startedAtMs }) {
      if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id))
        throw new Error(`Not a run's id: ${JSON.stringify(id)}`);
      const lock = lockRun(lockPath(place, id));
      if (lock === null) throw duplicateRun(id, path);
      return withLock(lock, () => {
        const { changes } = log
          .database()
          .query<unknown, [string, string, number, number]>(
            "INSERT INTO runs VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
          )
          .run(id, epic, startedAtMs, process.pid);
        if (changes === 0) throw duplicateRun(id, path);
        return createSqliteStore({ log, runId: id, lastSeq: 0, lock, clock });
      });
    },

    openRun(id) {
      const row = findRow(log.database(), path, id);
      const lock = lockRun(lockPath(place, id));
      if (lock === null) {
        throw storeError(
          "run-locked",
          `Run ${id} is going on in process ${row.writer_pid}. Wait until it ends or interrupt it, then try again; \`rehearsal show ${id}\` shows it meanwhile.`,
        );
      }
      return withLock(lock, () => {
        const database = log.database();
        const events = eventsFrom(database, path, { runId: id, sinceSeq: 0 });
        const lastSeq = lastSeqOf(database, id);
        database
          .query<unknown, [number, string]>("UPDATE runs SET writer_pid = ? WHERE run_id = ?")
          .run(process.pid, id);
        return {
          events,
          store: createSqliteStore({ log, runId: id, lastSeq, lock, clock }),
        };
      });
    },

    listRuns: () => listRows(log.database(), path),
    readEvents: (id, sinceSeq = 0) => eventsFrom(log.database(), path, { runId: id, sinceSeq }),

    isLive: (id) => {
      findRow(log.database(), path, id);
      const lock = lockRun(lockPath(place, id));
      lock?.release();
      return lock === null;
    },

    root: () => log.root(),
    close: () => log.close(),
  };
}

function duplicateRun(id: RunId, path: string): Error {
  return storeError(
    "duplicate-run",
    `There is a run ${id} in ${path} already. Start again: a new run gets a new id.`,
  );
}
