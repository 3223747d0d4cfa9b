import type { Event, EventOf } from "../../core/event.ts";
import { workspaceTools } from "../../core/tools/worker-tools.ts";
import type { LifeRecord, RunRecord } from "../record.ts";
import { nameOfAsked } from "./delivery.ts";
import { checkDoneOnce } from "./done-once.ts";
import { dependsOnOrder, differences, endingOf } from "./ending.ts";
import type { Evidence } from "./evidence.ts";
import { nameOfExecution, nameOfIntent } from "./intent-names.ts";
import { isSpared } from "./spared.ts";
import { type Findings, judgeBy, type Verdict } from "./verdict.ts";

/**
 * Law 9. Killed at any events and resumed, outcome, tickets, text and tree are those of the run that was not
 * killed, no completed effect is executed twice, and nobody is asked who would not be asked without a crash.
 */
export function checkResume({ record: whole, killed, drawn }: Evidence): Verdict {
  if (killed === null) return judgeBy((findings) => checkOnce(whole, findings));
  if (!killed.lives.some(({ crashed }) => crashed)) return { type: "not-exercised" };
  return judgeBy((findings) => {
    findings.exercise();
    checkOnce(killed, findings);
    if (dependsOnOrder(whole) || dependsOnOrder(killed) || isSpared(whole, killed, drawn)) return;
    // Drawn faults may lead to an attempt that nobody has written replies for, in one run and not in the other.
    if (drawn.length === 0) checkUnmatched(whole, killed, findings);
    for (const difference of differences(endingOf(whole), endingOf(killed))) {
      findings.breach(`after a crash and a resume ${difference}`);
    }
  });
}

/** After a resume nobody is asked what the script has no reply for, unless that happens without a crash, too. */
function checkUnmatched(whole: RunRecord, killed: RunRecord, { breach }: Findings): void {
  const known = new Set(unmatchedIn(whole));
  for (const problem of unmatchedIn(killed)) {
    if (!known.has(problem)) breach(`after a crash and a resume: ${problem}`);
  }
}

const unmatchedIn = ({ problems }: RunRecord): readonly string[] =>
  problems.flatMap(({ type, message }) =>
    type === "unmatched-request" ? [message.split("\n")[0]!] : [],
  );

/**
 * The part of law 9 that one record can show: a completed effect is not repeated, and the next process finds the intent of
 * each effect that had begun in its log.
 */
function checkOnce(record: RunRecord, findings: Findings): void {
  checkCompleted(record, findings);
  checkDoubts(record.log, findings);
  checkIntents(record, findings);
  checkStored(record, findings);
  checkDoneOnce(record.log, findings);
}

/** What a process says of its run's end is on disk, or it says that it could not be stored. */
function checkStored({ lives }: RunRecord, { breach }: Findings): void {
  for (const { number, log, crashed, finished, stored } of lives) {
    if (crashed || finished === null || finished.failure?.code === "store-failed") continue;
    if (stored !== log.length)
      breach(
        `life ${number} ended as ${finished.outcome} with ${stored} of its ${log.length} events on disk`,
      );
  }
}

/**
 * A tool call whose end is in the log that a process began with is never executed again. Some servers use the same call ids
 * in each reply, so a call that this process started itself is another one, even with the same id.
 */
function checkCompleted(record: RunRecord, { exercise, breach }: Findings): void {
  for (const life of record.lives) {
    const completed = new Set<string>();
    const begun = new Map<string, number>();
    for (const [index, event] of life.log.entries()) {
      const isInherited = index < life.inherited;
      if (event.type === "tool.ended" && isInherited) completed.add(nameOfCall(event));
      if (event.type === "merge.ended" && isInherited) completed.add(`${event.ticketId} merge`);
      if (event.type !== "tool.started" || isInherited) continue;
      begun.set(nameOfCall(event), (begun.get(nameOfCall(event)) ?? 0) + 1);
    }
    for (const execution of record.executions) {
      if (execution.life !== life.number) continue;
      if (execution.type !== "tool" && execution.type !== "merge") continue;
      exercise();
      const { ticketId } = execution;
      const name =
        execution.type === "tool" ? `${ticketId} ${execution.callId}` : `${ticketId} merge`;
      const left = begun.get(name) ?? 0;
      begun.set(name, left - 1);
      if (left < 1 && completed.has(name)) {
        breach(`${name} had ended, and was executed again after the resume`);
      }
    }
    checkPlaces(life, { exercise, breach });
  }
}

const nameOfCall = ({ sessionId, callId }: EventOf<"tool.started" | "tool.ended">): string =>
  `${sessionId.split(":")[1]} ${callId}`;

/** The same, with calls told apart by their place in the session instead of by the server's ids. */
function checkPlaces({ log, inherited }: LifeRecord, { exercise, breach }: Findings): void {
  const completed = new Set<string>();
  for (const [index, event] of log.entries()) {
    if (event.type !== "tool.started" && event.type !== "tool.ended") continue;
    const place = `${event.sessionId} ${event.turn}.${event.index}`;
    if (event.type === "tool.ended" && index < inherited) completed.add(place);
    if (event.type !== "tool.started" || index < inherited) continue;
    exercise();
    if (completed.has(place))
      breach(`the call ${place} had ended, and began again after the resume`);
  }
}

/** Tools that are declared to change nothing, and so may be called again without asking. */
const readers: ReadonlySet<string> = new Set(
  workspaceTools.filter(({ changes }) => changes === "nothing").map(({ name }) => name),
);

/** A call that a crash left in doubt is made again only where a person says so. */
function checkDoubts(log: readonly Event[], { exercise, breach }: Findings): void {
  const started = new Set<string>();
  const redone = new Set<string>();
  const calls = new Map<number, string>();
  for (const event of log) {
    if (event.type === "popup.decided" && event.decision.type === "redo") {
      redone.add(event.popupId.replace(/^in-doubt:(.*)\.\d+$/, "$1"));
    }
    if (event.type === "popup.opened" && event.popup.kind === "in-doubt") {
      const call = event.popup.id.replace(/^in-doubt:(.*)\.\d+$/, "$1");
      if (!started.has(call))
        breach(`event ${event.seq}: ${call} is asked about, and nothing of it is in doubt`);
    }
    // A call that failed in the workspace was not executed, so nothing is in doubt.
    if (event.type === "effect.failed") started.delete(calls.get(event.effectId) ?? "");
    if (event.type !== "tool.started" || readers.has(event.tool)) continue;
    const [, ticketId, attempt] = event.sessionId.split(":");
    const call = `${ticketId}:${attempt}.${event.turn}.${event.index}`;
    calls.set(event.seq, call);
    if (started.has(call)) {
      exercise();
      if (!redone.delete(call)) {
        breach(`event ${event.seq}: ${event.tool} is called again (${call}), and nobody said so`);
      }
    }
    started.add(call);
  }
}

/** An effect's intent is on disk before it is executed, so the next life has it in its log. */
function checkIntents(record: RunRecord, { exercise, breach }: Findings): void {
  for (const [index, { number, inherited }] of record.lives.entries()) {
    const next = record.lives[index + 1];
    if (next === undefined) continue;
    const known = new Map<string, number>();
    for (const event of next.log.slice(inherited, next.inherited)) {
      const name = nameOfIntent(event);
      if (name !== null) known.set(name, (known.get(name) ?? 0) + 1);
    }
    for (const name of executedIn(record, number)) {
      exercise();
      const left = known.get(name) ?? 0;
      known.set(name, left - 1);
      if (left < 1) breach(`${name} was executed in life ${number} before it was on disk`);
    }
  }
}

function executedIn(record: RunRecord, life: number): readonly string[] {
  const paths = new Map<string, string>();
  const requests = record.observations.flatMap((observation) => {
    if (observation.type !== "request" || observation.life !== life) return [];
    const { address } = observation;
    if (address === null) return [];
    const name = nameOfAsked(address);
    const path = paths.get(name) ?? observation.path;
    paths.set(name, path);
    // At another path it is the same call, looking for where the server answers.
    return observation.path === path ? [name] : [];
  });
  const executions = record.executions.flatMap((one) => {
    const name = one.life === life ? nameOfExecution(one) : null;
    return name === null ? [] : [name];
  });
  return [...requests, ...executions];
}
