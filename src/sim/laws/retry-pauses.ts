import type { Event } from "../../core/event.ts";
import type { Failure } from "../../core/failure.ts";
import type { SessionId } from "../../core/ids.ts";
import type { Settings } from "../../core/settings.ts";
import type { Findings } from "./verdict.ts";

/** Failures that mostly pass by themselves: such a call is tried again until the limit of tries is reached. */
const passing: ReadonlySet<string> = new Set([
  "rate-limited",
  "overloaded",
  "server-error",
  "timeout",
  "connection-failed",
  "stream-cut",
  "stalled",
]);

/** Where a provider asks for a longer pause than this, the call pauses and a person resumes the run later. */
const waitMaxMs = 15 * 60_000;
/** Pauses that we choose ourselves are shortened by up to this share, so that workers do not all return at once. */
const spreadShare = 0.25;

/** A session's last failure, how many tries of its turn have failed, and how many in a row with the same message. */
interface Tried {
  readonly failure: Failure;
  readonly turn: number;
  readonly failures: number;
  readonly same: number;
  /** The end of its pause, once that has begun. */
  readonly dueAtMs: number | null;
}

/** The failure's message without a request id at its end. */
const wordsOf = ({ code, message }: Failure): string =>
  `${code}: ${message.replace(/ \([^()\s]{8,}\)$/, "")}`;

/** A call that may be tried again is tried again, after a pause of the right length, until the limit of tries is reached. */
export function checkRetryPauses(log: readonly Event[], { exercise, breach }: Findings): void {
  const first = log[0];
  if (first?.type !== "run.started") return;
  const { settings } = first;
  const last = new Map<SessionId, Tried>();
  const turns = new Map<SessionId, number>();
  const paused = new Set<SessionId>();
  for (const event of log) {
    switch (event.type) {
      case "model.started":
        turns.set(event.unit.sessionId, event.unit.turn);
        break;
      case "stream.discarded": {
        const { failure, unit } = event;
        const before = last.get(unit.sessionId);
        const ofTurn = before?.turn === unit.turn ? before : null;
        const failures = 1 + (ofTurn?.failures ?? 0);
        const isSame = ofTurn !== null && wordsOf(ofTurn.failure) === wordsOf(failure);
        const same = isSame ? ofTurn.same + 1 : 1;
        const isOurs = failure.code === "crashed" || failure.code === "cancelled";
        if (!isOurs)
          last.set(unit.sessionId, { failure, turn: unit.turn, failures, same, dueAtMs: null });
        break;
      }
      case "server.learned": {
        // The refusal said how to ask, so its try does not count.
        const tried = last.get(event.sessionId);
        if (tried !== undefined)
          last.set(event.sessionId, { ...tried, failures: tried.failures - 1 });
        break;
      }
      case "timer.started": {
        const { purpose } = event;
        const tried = purpose.type === "retry" ? last.get(purpose.sessionId) : undefined;
        if (purpose.type !== "retry" || tried === undefined) break;
        exercise();
        const where = `event ${event.seq}: ${purpose.sessionId}`;
        if (tried.failure.shouldRetry === false)
          breach(`${where} is tried again, and its provider said not to`);
        if (tried.failure.code === "stream-error" && tried.same >= sameErrorsMax)
          breach(`${where} is tried again, and its server has said the same ${tried.same} times`);
        if ((tried.failure.retryAfterMs ?? 0) > waitMaxMs)
          breach(`${where} waits by itself for longer than a person should be left without a word`);
        last.set(purpose.sessionId, { ...tried, dueAtMs: event.dueAtMs });
        if (tried.dueAtMs !== null && event.atMs >= tried.dueAtMs)
          breach(`${where} waits once more for a pause that is over`);
        const problem = pauseProblem(event.dueAtMs - event.atMs, tried, settings);
        if (problem !== null) breach(`${where} ${problem}`);
        break;
      }
      case "run.resumed":
        // A session that paused has all its tries again.
        for (const id of paused) last.set(id, { ...last.get(id)!, failures: 0, same: 0 });
        paused.clear();
        break;
      case "session.paused":
      case "session.failed": {
        if (event.type === "session.paused") paused.add(event.sessionId);
        const { failure, sessionId } = event;
        const failures = last.get(sessionId)?.failures ?? 0;
        if (failure.code === "turn-limit" && turns.get(sessionId) !== settings.turns)
          breach(
            `event ${event.seq}: ${sessionId} is at its end after ${turns.get(sessionId) ?? 0} of ${settings.turns} turns`,
          );
        const least = leastTries(failure, settings);
        if (least === 0) break;
        exercise();
        if (failures < least)
          breach(
            `event ${event.seq}: ${sessionId} is given up after ${failures} of ${settings.tries} tries`,
          );
        break;
      }
      default:
    }
  }
}

/** How many tries must have failed before the call may be given up. */
function leastTries({ code, shouldRetry, retryAfterMs = 0 }: Failure, { tries }: Settings): number {
  if (retryAfterMs > waitMaxMs) return 0;
  // An error event with the same message each time does not pass by itself, so fewer tries are enough.
  if (code === "stream-error") return shouldRetry === false ? 0 : Math.min(tries, sameErrorsMax);
  return (shouldRetry ?? passing.has(code)) ? tries : 0;
}

const sameErrorsMax = 3;

/** What is wrong with the pause; `null`: nothing. `failures` may be higher than the core's own count, never lower. */
function pauseProblem(
  waitMs: number,
  { failure, failures }: { readonly failure: Failure; readonly failures: number },
  { retryBaseMs, retryMaxMs }: Settings,
): string | null {
  if (failure.retryAfterMs !== undefined)
    return waitMs < failure.retryAfterMs
      ? `waits ${waitMs} ms, and its provider asked for ${failure.retryAfterMs} ms`
      : null;
  const mostMs = Math.min(retryBaseMs * 2 ** (failures - 1), retryMaxMs);
  const leastMs = Math.floor(Math.min(retryBaseMs, retryMaxMs) * (1 - spreadShare));
  if (waitMs > mostMs)
    return `waits ${waitMs} ms after ${failures} failures: more than ${mostMs} ms`;
  return waitMs < leastMs ? `waits ${waitMs} ms: less than ${leastMs} ms` : null;
}
