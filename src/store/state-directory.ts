import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Event } from "../core/event.ts";
import { runId, type RunId } from "../core/ids.ts";
import type { Clock, Store, StoredRun } from "../ports.ts";
import { openDatabase, type DatabaseLimits } from "./database.ts";
import { lastSeqOf, readEvents } from "./read-events.ts";
import { lockRun, type RunLock } from "./run-lock.ts";
import { createSqliteStore } from "./sqlite-store.ts";
import { explained, storeError } from "./store-error.ts";

/** Where a repository's runs are kept: `.rehearsal/` at its root. Errors are `StoreError`s. */
export interface StateDirectory {
  /** Records a new run and opens its log for writing. */
  createRun(run: StoredRun): Store;
  /** Opens a run's log to go on with it; refuses while another process writes it. */
  openRun(runId: RunId): { readonly events: readonly Event[]; readonly store: Store };
  /** The latest first. */
  listRuns(): readonly StoredRun[];
  /** The events after `sinceSeq` that are on disk; also of a run that another process is writing. */
  readEvents(runId: RunId, sinceSeq?: number): readonly Event[];
  /** Whether a process conducts the run now. */
  isLive(runId: RunId): boolean;
  /** Close the stores first. */
  close(): void;
}

export interface StateOptions extends Partial<DatabaseLimits> {
  readonly clock: Clock;
}

const folder = ".rehearsal";
const databaseFile = "runs.sqlite";
const locksFolder = "locks";

interface RunRow {
  readonly run_id: string;
  readonly epic: string;
  readonly started_at_ms: number;
  readonly writer_pid: number;
}

/** Whether runs were ever recorded here. Commands that only read ask this first, so that they create nothing. */
export function hasState(repositoryRoot: string): boolean {
  return existsSync(join(repositoryRoot, folder, databaseFile));
}

/** Opens a repository's state, making the folder where it is missing. */
export function openStateDirectory(repositoryRoot: string, options: StateOptions): StateDirectory {
  const { clock, busyTimeoutMs = 2000, pagesMax = null } = options;
  const directory = join(repositoryRoot, folder);
  const path = join(directory, databaseFile);
  makeFolder(directory);
  const database = openDatabase(path, { busyTimeoutMs, pagesMax });

  function find(wanted: RunId): RunRow {
    const row = explained(path, () =>
      database.query<RunRow, [string]>("SELECT * FROM runs WHERE run_id = ?").get(wanted),
    );
    if (row !== null) return row;
    throw storeError(
      "unknown-run",
      `There is no run ${JSON.stringify(wanted)} in ${path}. \`rehearsal runs\` lists them.`,
    );
  }

  const lockPath = (id: RunId) => join(directory, locksFolder, `${id}.lock`);

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
      const lock = lockRun(lockPath(id));
      if (lock === null) throw duplicateRun(id, path);
      return withLock(lock, () => {
        const { changes } = database
          .query<unknown, [string, string, number, number]>(
            "INSERT INTO runs VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
          )
          .run(id, epic, startedAtMs, process.pid);
        if (changes === 0) throw duplicateRun(id, path);
        return createSqliteStore({ database, path, runId: id, lastSeq: 0, lock, clock });
      });
    },

    openRun(id) {
      const row = find(id);
      const lock = lockRun(lockPath(id));
      if (lock === null) {
        throw storeError(
          "run-locked",
          `Run ${id} is going on in process ${row.writer_pid}. Wait until it ends or interrupt it, then try again; \`rehearsal show ${id}\` shows it meanwhile.`,
        );
      }
      return withLock(lock, () => {
        const events = readEvents(database, { runId: id, sinceSeq: 0, path });
        const lastSeq = lastSeqOf(database, id);
        database
          .query<unknown, [number, string]>("UPDATE runs SET writer_pid = ? WHERE run_id = ?")
          .run(process.pid, id);
        return {
          events,
          store: createSqliteStore({ database, path, runId: id, lastSeq, lock, clock }),
        };
      });
    },

    listRuns: () =>
      explained(path, () =>
        database
          .query<RunRow, []>("SELECT * FROM runs ORDER BY started_at_ms DESC, run_id DESC")
          .all()
          .map((row) => ({
            runId: runId(row.run_id),
            epic: row.epic,
            startedAtMs: row.started_at_ms,
          })),
      ),

    readEvents: (id, sinceSeq = 0) => {
      find(id);
      return readEvents(database, { runId: id, sinceSeq, path });
    },

    isLive: (id) => {
      find(id);
      const lock = lockRun(lockPath(id));
      lock?.release();
      return lock === null;
    },

    close: () => database.close(),
  };
}

function makeFolder(directory: string): void {
  explained(directory, () => {
    mkdirSync(join(directory, locksFolder), { recursive: true });
    const ignoreFile = join(directory, ".gitignore");
    if (!existsSync(ignoreFile)) writeFileSync(ignoreFile, "*\n");
  });
}

function duplicateRun(id: RunId, path: string): Error {
  return storeError(
    "duplicate-run",
    `There is a run ${id} in ${path} already. Start again: a new run gets a new id.`,
  );
}
