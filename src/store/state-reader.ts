import type { Database } from "bun:sqlite";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Event } from "../core/event.ts";
import type { RunId } from "../core/ids.ts";
import type { StoredRun } from "../ports.ts";
import { openDatabase } from "./database.ts";
import { isLocked } from "./run-lock.ts";
import { eventsFrom, listRows } from "./run-rows.ts";
import { lockPath, statePlace } from "./state-place.ts";
import { explained, isStoreError } from "./store-error.ts";

/** A repository's runs for commands that only look at them. Errors are `StoreError`s. */
export interface StateReader {
  /** The latest first. */
  listRuns(): readonly StoredRun[];
  /** The events after `sinceSeq` that are on disk; also of a run that a process is writing. */
  readEvents(runId: RunId, sinceSeq?: number): readonly Event[];
  /** Whether a process conducts the run now. */
  isLive(runId: RunId): boolean;
  close(): void;
}

const limits = { busyTimeoutMs: 2000, pagesMax: null };

/**
 * Opens a repository's state to look at it. SQLite writes beside a log even to read it, so where nothing can be
 * written (a read-only mount, an artifact of CI, somebody else's folder) a copy is looked at.
 */
export function openStateReader(repositoryRoot: string): StateReader {
  const place = statePlace(repositoryRoot);
  const path = place.database;
  const { database, close } = openToRead(path);
  return {
    listRuns: () => listRows(database, path),
    readEvents: (runId, sinceSeq = 0) => eventsFrom(database, path, { runId, sinceSeq }),
    isLive: (runId) => isLocked(lockPath(place, runId)),
    close,
  };
}

function openToRead(path: string): { readonly database: Database; close(): void } {
  try {
    const database = openDatabase(path, limits);
    return { database, close: () => database.close() };
  } catch (error) {
    if (!isStoreError(error) || (error.code !== "read-only" && error.code !== "input-output"))
      throw error;
    return openCopy(path);
  }
}

/** The log's last events may stand in the journal beside it. */
function openCopy(path: string): { readonly database: Database; close(): void } {
  const folder = explained(tmpdir(), () => mkdtempSync(join(tmpdir(), "rehearsal-read-")));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const copy = join(folder, "runs.sqlite");
  try {
    explained(path, () => {
      copyFileSync(path, copy);
      if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`);
    });
    const database = openDatabase(copy, limits);
    return {
      database,
      close() {
        database.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
