import type { Event } from "../core/event.ts";
import type { RunId } from "../core/ids.ts";
import type { Clock, Store } from "../ports.ts";
import type { LogFile } from "./log-file.ts";
import type { RunLock } from "./run-lock.ts";
import type { StoreError } from "./store-error.ts";

/** Events are on disk this long after they were appended at the latest, for processes that follow the run. */
const lagMs = 50;

/** How often to look whether the log is still there while nothing is written. */
const watchMs = 1_000;

export interface StoreParts {
  readonly log: LogFile;
  readonly runId: RunId;
  /** The number of the last event on disk; 0 for a new run. */
  readonly lastSeq: number;
  readonly lock: RunLock;
  readonly clock: Clock;
}

/**
 * The log of one run in SQLite. Appended events wait in memory until a flush, a timer or the close commits them. A log
 * that somebody removes or replaces is written again, and the next flush rejects with what happened.
 */
export function createSqliteStore(parts: StoreParts): Store {
  const { log, runId, lock, clock } = parts;
  const closing = new AbortController();
  let pending: Event[] = [];
  let lastSeq = parts.lastSeq;
  let sharedCommit: Promise<void> | null = null;
  let closeFailure: unknown = null;
  let background: "idle" | "waiting" | "stopped" = "idle";
  /** That the log was lost, until a flush has said so. */
  let loss: StoreError | null = null;

  function look(): void {
    loss ??= log.rescue(runId);
  }

  function watch(): void {
    clock.until(clock.nowMs() + watchMs, closing.signal).then(
      () => {
        look();
        watch();
      },
      () => {},
    );
  }

  /** Writes all pending events in one transaction. Where it fails, they stay pending for the next commit. */
  function commit(): void {
    if (closeFailure !== null) throw closeFailure;
    if (pending.length === 0) return;
    look();
    log.write(runId, pending);
    pending = [];
  }

  /** Commits, and says what the log met with meanwhile. */
  function commitAndTell(): void {
    commit();
    if (loss === null) return;
    const lost = loss;
    loss = null;
    throw lost;
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

  watch();
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
      if (pending.length === 0 && loss === null) return Promise.resolve();
      // At the end of this turn of the event loop, so that all flushes within it share one commit and one fsync.
      sharedCommit ??= new Promise((resolve, reject) => {
        clock.nextTurn(() => {
          sharedCommit = null;
          try {
            commitAndTell();
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
        lock.release();
      }
    },
  };
}
