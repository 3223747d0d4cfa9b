import { Database } from "bun:sqlite";
import { existsSync } from "node:fs";
import { makePrivateFile } from "./private-file.ts";
import { explained } from "./store-error.ts";

/** The right to write one run's log. */
export interface RunLock {
  release(): void;
}

/** How long to wait for the lock: longer than a process holds it only to look, far shorter than a run. */
const patienceMs = 50;

/**
 * Takes the lock that the file at `path` stands for; `null` where another writer has it. What is held is
 * SQLite's own exclusive lock on an empty database: the operating system drops it with the process, so a
 * crash leaves nothing to clean up, and no process id is ever mistaken for another's. The file stays:
 * removing it would let two writers lock two files of the same name.
 */
export function lockRun(path: string): RunLock | null {
  return explained(path, () => {
    const database = openLock(path);
    try {
      database.run("BEGIN EXCLUSIVE");
    } catch (error) {
      database.close();
      if (isBusy(error)) return null;
      throw error;
    }
    return {
      release() {
        database.run("ROLLBACK");
        database.close();
      },
    };
  });
}

/** Whether a writer has the lock, looked at without writing anything. */
export function isLocked(path: string): boolean {
  if (!existsSync(path)) return false;
  return explained(path, () => {
    const database = new Database(path, { readonly: true });
    try {
      database.run(`PRAGMA busy_timeout = ${patienceMs}`);
      database.query("SELECT count(*) FROM sqlite_schema").get();
      return false;
    } catch (error) {
      if (isBusy(error)) return true;
      throw error;
    } finally {
      database.close();
    }
  });
}

function openLock(path: string): Database {
  makePrivateFile(path);
  const database = new Database(path, { create: true, readwrite: true });
  database.run(`PRAGMA busy_timeout = ${patienceMs}`);
  return database;
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "SQLITE_BUSY";
}
