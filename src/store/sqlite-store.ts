import type { Database } from "bun:sqlite";
import type { Event } from "../core/event.ts";
import type { RunId } from "../core/ids.ts";
import type { Clock, Store } from "../ports.ts";
import { encodeEvents } from "./group.ts";
import type { RunLock } from "./run-lock.ts";
import { explained } from "./store-error.ts";

/** Events are on disk this long after they were appended at the latest, for processes that follow the run. */
const lagMs = 50;

/**
 * The most events in one row: many, so that there are few rows, but a reader of the last ones must not read all.
 */
const groupEventsMax = 4096;

export interface StoreParts {
  readonly database: Database;
  readonly path: string;
  readonly runId: RunId;
  /** The number of the last event on disk; 0 for a new run. */
  readonly lastSeq: number;
  readonly lock: RunLock;
  readonly clock: Clock;
}

/**
 * The log of one run in SQLite. Appended events wait in memory until a flush, a timer or the close commits them.
 */
export function createSqliteStore(parts: StoreParts): Store {
  const { database, path, runId, lock, clock } = parts;
  const insert = database.prepare<unknown, [string, number, number, string | Uint8Array]>(
    "INSERT INTO event_groups (run_id, first_seq, last_seq, events) VALUES (?, ?, ?, ?)",
  );
  const insertAll = database.transaction((events: readonly Event[]) => {
    for (let start = 0; start < events.length; start += groupEventsMax) {
      const group = events.slice(start, start + groupEventsMax);
      const [first, last] = [group.at(0), group.at(-1)];
      if (first !== undefined && last !== undefined)
        insert.run(runId, first.seq, last.seq, encodeEvents(group));
    }
  });

  const closing = new AbortController();
  let pending: Event[] = [];
  let lastSeq = parts.lastSeq;
  let sharedCommit: Promise<void> | null = null;
  let closeFailure: unknown = null;
  let background: "idle" | "waiting" | "stopped" = "idle";

  /** Writes all pending events in one transaction. Where it fails, they stay pending for the next commit. */
  function commit(): void {
    if (closeFailure !== null) throw closeFailure;
    if (pending.length === 0) return;
    explained(path, () => insertAll.immediate(pending));
    pending = [];
  }

  function commitSoon(): void {
    if (background !== "idle") return;
    background = "waiting";
    clock.until(clock.nowMs() + lagMs, closing.signal).then(
      () => {
        try {
          background = "idle";
          commit();
        } catch {
          // Nobody awaits this commit. The next flush meets the same error and reports it.
          background = "stopped";
        }
      },
      () => {},
    );
  }

  return {
    append(events) {
      if (closing.signal.aborted) throw new Error(`Run ${runId}: append after close`);
      for (const event of events) {
        if (event.seq !== lastSeq + 1)
          throw new Error(`Run ${runId}: event ${event.seq} appended after event ${lastSeq}`);
        lastSeq = event.seq;
        pending.push(event);
      }
      if (pending.length > 0) commitSoon();
    },

    flush() {
      if (pending.length === 0) return Promise.resolve();
      // At the end of this turn of the event loop, so that all flushes within it share one commit and one fsync.
      sharedCommit ??= new Promise((resolve, reject) => {
        clock.nextTurn(() => {
          sharedCommit = null;
          try {
            commit();
            if (background === "stopped") background = "idle";
            resolve();
          } catch (error) {
            reject(error);
          }
        });
      });
      return sharedCommit;
    },

    async close() {
      if (closing.signal.aborted) return;
      closing.abort();
      try {
        commit();
      } catch (error) {
        // A flush in progress must not report events as written that are lost.
        closeFailure = error;
        throw error;
      } finally {
        insert.finalize();
        lock.release();
      }
    },
  };
}
