import type { Event, EventOf, Unit } from "../../core/event.ts";
import type { SessionId, TrackId } from "../../core/ids.ts";
import type { ReplyFault } from "../../mock-provider/reply-fault.ts";
import type { Settings } from "../../core/settings.ts";
import type { Execution, RunRecord } from "../record.ts";
import { checkAfterEnd } from "./after-end.ts";
import { checkAttempts } from "./attempts.ts";
import { nameOfAsked, nameOfUnit } from "./delivery.ts";
import { checkLimits } from "./limits.ts";
import { checkRetryPauses } from "./retry-pauses.ts";
import { checkSettled } from "./settled.ts";
import { checkLessons } from "./session/lessons.ts";
import { checkWholeReplies } from "./session/whole-replies.ts";
import { checkVainReplies } from "./vain-replies.ts";
import { type Findings, judgeBy, type Verdict } from "./verdict.ts";

/**
 * Law 12. A turn has no more failed tries, a session no more turns and a ticket no more attempts than the settings and
 * the person allow, and gets those that it needs; a reply that was sent whole costs no other try; a plan has one repair; no
 * try starts before its provider's `retry-after`; what has ended does not end again, and nothing goes on for it; nothing begins for an intent that was settled; time limits are
 * kept; no timer and no popup is left at the end; and nothing of a killed process goes on beside the next one.
 */
export function checkBounds(record: RunRecord): Verdict {
  const { log, executions } = record;
  return judgeBy((findings) => {
    const first = log[0];
    if (first?.type !== "run.started") return;
    checkTries(record, first.settings, findings);
    checkAttempts(log, first.settings, findings);
    checkRepairs(log, findings);
    checkEnds(log, findings);
    checkRetryPauses(log, findings);
    checkLessons(log, first.settings, findings);
    checkLimits(log, findings);
    checkAfterEnd(log, findings);
    checkLeftRunning(executions, findings);
    checkSettled(record, findings);
    checkVainReplies(log, findings);
    checkWholeReplies(record, findings);
  });
}

/** A call of a process that was killed does nothing once the next process has opened the workspace. */
function checkLeftRunning(executions: readonly Execution[], { exercise, breach }: Findings): void {
  let current = 0;
  for (const one of executions) {
    if (one.type === "opening") {
      exercise();
      current = one.life;
    }
    if (one.type === "tool" && one.life < current)
      breach(
        `${one.tool} (${one.callId}) of ${one.ticketId}, begun in life ${one.life}, goes on in life ${current}`,
      );
  }
}

/** Failures that we caused ourselves. They say nothing of the provider, so they do not count against the limit of tries. */
const ownEnds: ReadonlySet<string> = new Set(["crashed", "cancelled"]);

function checkTries(record: RunRecord, settings: Settings, { exercise, breach }: Findings): void {
  const { log } = record;
  const asked = advisedIn(record, ({ retryAfterMs }) => retryAfterMs ?? 0);
  const advised = advisedIn(record, ({ shouldRetry }) => shouldRetry);
  const forbidden = new Set<string>();
  const failed = new Map<string, number>();
  const earliestMs = new Map<string, number>();
  const last = new Map<SessionId, string>();
  /** Turns that paused for trouble. When the run is resumed, their tries are counted from 0 again. */
  const paused = new Set<string>();
  for (const event of log) {
    if (event.type === "stream.discarded") {
      const { failure, unit, atMs } = event;
      const turn = nameOfTurn(unit);
      // The server refused the form of the request, which is sent again in another form at once; that costs no try.
      if (ownEnds.has(failure.code) || failure.teaches !== undefined) continue;
      failed.set(turn, (failed.get(turn) ?? 0) + 1);
      // An answer that came too late was not read.
      const isHeard = failure.code !== "stalled";
      const askedMs = isHeard ? (asked.get(nameOfUnit(unit)) ?? 0) : 0;
      const pauseMs = Math.max(failure.retryAfterMs ?? 0, askedMs);
      if (pauseMs > 0) earliestMs.set(turn, atMs + pauseMs);
      if (isHeard && advised.get(nameOfUnit(unit)) === false) forbidden.add(turn);
      last.set(unit.sessionId, turn);
    }
    // A paused turn begins anew when the run is resumed, also after a crash. A crash alone gives no tries back.
    if (event.type === "session.paused") paused.add(last.get(event.sessionId) ?? "");
    if (event.type === "run.resumed") {
      for (const turn of paused) {
        failed.delete(turn);
        earliestMs.delete(turn);
        forbidden.delete(turn);
      }
      paused.clear();
    }
    if (event.type !== "model.started") continue;
    exercise();
    const turn = nameOfTurn(event.unit);
    const where = `event ${event.seq}: ${turn}`;
    const count = failed.get(turn) ?? 0;
    if (count >= settings.tries)
      breach(`${where} is tried after ${count} tries that failed; ${settings.tries} are allowed`);
    if (event.atMs < (earliestMs.get(turn) ?? 0))
      breach(`${where} is tried before its provider's retry-after is over`);
    if (forbidden.has(turn)) breach(`${where} is tried again, and its provider said not to`);
    if (event.unit.turn > settings.turns)
      breach(`${where} begins, and a session has at most ${settings.turns} turns`);
  }
}

type StatusFault = Extract<ReplyFault, { type: "status" }>;

/** By unit, what the provider's answer advised: whether the log tells of it is a part of what is judged. */
const advisedIn = <Advice>(
  { observations }: RunRecord,
  adviceOf: (fault: StatusFault) => Advice,
): ReadonlyMap<string, Advice> =>
  new Map(
    observations.flatMap((one): readonly (readonly [string, Advice])[] =>
      one.address !== null && one.type === "ended" && one.fault?.type === "status"
        ? [[nameOfAsked(one.address), adviceOf(one.fault)]]
        : [],
    ),
  );

const nameOfTurn = ({ sessionId, turn }: Unit): string => `${sessionId} turn ${turn}`;

/** A plan that is refused is mended once, no more, and no less. */
function checkRepairs(log: readonly Event[], { exercise, breach }: Findings): void {
  const refused = new Map<TrackId | null, number>();
  for (const event of log) {
    if (event.type === "plan.refused")
      refused.set(event.trackId, (refused.get(event.trackId) ?? 0) + 1);
    if (event.type === "plan.failed" && event.failure.code === "plan-invalid") {
      exercise();
      if ((refused.get(event.trackId) ?? 0) < 2)
        breach(`event ${event.seq}: ${event.trackId ?? "the plan"} fails, and was never mended`);
    }
    if (event.type === "tracks.proposed") refused.delete(null);
    if (event.type === "tickets.proposed") refused.delete(event.trackId);
    if (event.type !== "model.started") continue;
    const { tier, trackId } = event.address;
    const times = tier === "tier1" || tier === "tier2" ? (refused.get(trackId) ?? 0) : 0;
    if (times === 0) continue;
    exercise();
    if (times > 1)
      breach(
        `event ${event.seq}: ${event.unit.sessionId} is asked again after ${times} refusals of its plan`,
      );
  }
}

/** An intent has exactly one end, and no later event names it. */
function checkEnds(log: readonly Event[], { exercise, breach }: Findings): void {
  const ended = new Map<number, EventOf<Event["type"]>>();
  for (const event of log) {
    if (!("effectId" in event) || event.effectId === null) continue;
    exercise();
    const before = ended.get(event.effectId);
    if (before !== undefined)
      breach(
        `event ${event.seq}: ${event.type} of effect ${event.effectId}, which ended with ${before.type} (event ${before.seq})`,
      );
    // What was let go of has no other end: what is to be done again is another intent.
    if (event.type !== "stream.deltas") ended.set(event.effectId, event);
  }
}
