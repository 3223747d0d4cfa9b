import type { Database } from "bun:sqlite";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Event } from "../core/event.ts";
import type { RunId } from "../core/ids.ts";
import { encodeEvents } from "./event-group.ts";
import type { RunLock } from "./run-lock.ts";
import { type StatePlace, statePlace } from "./state-place.ts";
import { explained, type StoreError, storeError } from "./store-error.ts";
import { fileIdentityOf, placeOfOpenFile } from "./moved-file.ts";
import { keepJournal, writeAgain } from "./write-again.ts";
import { errorMessage } from "../core/words/error-message.ts";

/** The database that logs are written to. It notices when its file is no longer the one at its path. */
export interface LogFile {
  readonly database: () => Database;
  /** Commits events of a run in one transaction. */
  write(runId: RunId, events: readonly Event[]): void;
  /**
   * Looks whether the file is still there. Where it was removed or replaced, all of it is written again; where it has
   * moved with its repository, it is written there. What to tell of it is answered, once; `null` where nothing happened.
   */
  rescue(runId: RunId): StoreError | null;
  /** The repository that the log is in; it may have moved. */
  root(): string;
  close(): void;
}

/** The most events in one row: many, so that there are few rows, but a reader of the last ones must not read all. */
const groupEventsMax = 4096;

export function openLogFile(opened: Database, place: StatePlace): LogFile {
  const locks: RunLock[] = [];
  let database = opened;
  let path = place.database;
  let root = dirname(place.directory);
  let identity = fileIdentityOf(path);
  /** Set where the log is lost for good. */
  let loss: StoreError | null = null;
  let insertAll = inserter(database);
  return {
    database: () => database,
    root: () => root,
    write(runId, events) {
      if (loss !== null) throw loss;
      explained(path, () => insertAll.immediate(runId, events));
    },
    rescue(runId) {
      if (loss !== null || fileIdentityOf(path) === identity) return null;
      const moved = identity === null ? null : repositoryAt(placeOfOpenFile(identity));
      if (moved !== null) {
        keepJournal(database);
        const before = root;
        root = moved;
        path = statePlace(moved).database;
        return storeError(
          "log-moved",
          `The repository ${before} was moved to ${moved} while the run went on, and its log with it. Nothing is lost.`,
        );
      }
      const happened = `The log ${path} was removed or replaced while the run went on, as \`git clean -fdx\` does.`;
      try {
        const again = writeAgain(database, place, runId);
        if (again.lock !== null) locks.push(again.lock);
        ({ database, path } = again);
        identity = fileIdentityOf(path);
        insertAll = inserter(database);
        const next =
          path === place.database
            ? ""
            : ` Put the repository back as ${dirname(place.directory)}, then resume the run there: it takes its log back.`;
        return storeError("log-lost", `${happened} All of it was written again to ${path}.${next}`);
      } catch (error) {
        const reason = errorMessage(error);
        loss = storeError(
          "log-lost",
          `${happened} It could not be written again: ${reason}`,
          error,
        );
        return loss;
      }
    },
    close() {
      for (const lock of locks.splice(0)) lock.release();
      database.close();
    },
  };
}

/** The repository whose log lies at a path; `null` where it lies in none. */
function repositoryAt(path: string | null): string | null {
  if (path === null) return null;
  const root = dirname(dirname(path));
  const isWhole = path === statePlace(root).database && existsSync(join(root, ".git"));
  return isWhole ? root : null;
}

function inserter(database: Database) {
  const insert = database.query<unknown, [string, number, number, string | Uint8Array, Uint8Array]>(
    "INSERT INTO event_groups (run_id, first_seq, last_seq, events, checksums) VALUES (?, ?, ?, ?, ?)",
  );
  return database.transaction((runId: RunId, events: readonly Event[]) => {
    for (let start = 0; start < events.length; start += groupEventsMax) {
      const group = events.slice(start, start + groupEventsMax);
      const [first, last] = [group.at(0), group.at(-1)];
      if (first === undefined || last === undefined) continue;
      const row = encodeEvents(runId, group);
      insert.run(runId, first.seq, last.seq, row.events, row.checksums);
    }
  });
}
