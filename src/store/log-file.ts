import type { Database } from "bun:sqlite";
import type { Event } from "../core/event.ts";
import type { RunId } from "../core/ids.ts";
import { encodeEvents } from "./event-group.ts";
import type { RunLock } from "./run-lock.ts";
import type { StatePlace } from "./state-place.ts";
import { explained, type StoreError, storeError } from "./store-error.ts";
import { sameFileAt, writeAgain } from "./write-again.ts";
import { errorMessage } from "../core/words/error-message.ts";

/** The database that logs are written to. It notices when its file is no longer the one at its path. */
export interface LogFile {
  readonly database: () => Database;
  /** Commits events of a run in one transaction. */
  write(runId: RunId, events: readonly Event[]): void;
  /**
   * Looks whether the file is still there. Where it was removed or replaced, all of it is written again and what
   * to tell of it is answered, once; `null` where nothing happened.
   */
  rescue(runId: RunId): StoreError | null;
  close(): void;
}

/** The most events in one row: many, so that there are few rows, but a reader of the last ones must not read all. */
const groupEventsMax = 4096;

export function openLogFile(opened: Database, place: StatePlace): LogFile {
  const locks: RunLock[] = [];
  let database = opened;
  let path = place.database;
  let isThere = sameFileAt(path);
  /** Set where the log is lost for good. */
  let loss: StoreError | null = null;
  let insertAll = inserter(database);
  return {
    database: () => database,
    write(runId, events) {
      if (loss !== null) throw loss;
      explained(path, () => insertAll.immediate(runId, events));
    },
    rescue(runId) {
      if (loss !== null || isThere()) return null;
      const happened = `The log ${path} was removed or replaced while the run went on, as \`git clean -fdx\` does.`;
      try {
        const again = writeAgain(database, place, runId);
        if (again.lock !== null) locks.push(again.lock);
        ({ database, path } = again);
        isThere = sameFileAt(path);
        insertAll = inserter(database);
        const next =
          path === place.database
            ? ""
            : ` Put it back as ${place.directory}, in the repository, before you resume the run.`;
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
      for (const lock of locks) lock.release();
      database.close();
    },
  };
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
