import type { Event, Unit } from "../../core/event.ts";
import { isRetryable } from "../../core/failure.ts";
import { isRetriedByClients, type ReplyFault } from "../../mock-provider/reply-fault.ts";
import { type DrawnFault, nameOfAddress } from "../drawn-fault.ts";
import type { ToolFault } from "../faults.ts";
import type { RunRecord } from "../record.ts";
import { nameOfUnit, sentByUnit } from "./delivery.ts";
import { hasFailedMerge } from "./ending.ts";

/**
 * Whether a crash spared either run a fault that no later try would have repaired (the other one has crashes of its script,
 * too): then the two runs may end differently, and law 9 does not compare them.
 */
export function isSpared(
  whole: RunRecord,
  killed: RunRecord,
  drawn: readonly DrawnFault[],
): boolean {
  // A fault is drawn for the nth call. After a crash a call may be made again, so another call is the nth.
  if (changesUnseen(drawn)) return true;
  // After a crash, the other one of two answers may come first.
  if (hasSecondThoughts(drawn)) return true;
  if (metOutageInstead(whole, killed, drawn) || areMendedInOtherOrder(whole, killed)) return true;
  if (metOtherTroubles(whole, killed, drawn)) return true;
  const { units, sessions, addresses, works } = struck(killed.log);
  const turns = new Set(units.values());
  const said = { whole: repliesOf(whole, turns), killed: repliesOf(killed, turns) };
  const struckThere = struck(whole.log);
  const spared = drawn.some((fault) => {
    if (fault.type === "tool") {
      const work = `${fault.ticketId} ${fault.tool}`;
      return works.has(work) || struckThere.works.has(work);
    }
    if (fault.type !== "reply" || !changesEnd(fault.fault)) return false;
    return addresses.has(fault.at) || struckThere.addresses.has(fault.at);
  });
  const isOtherReply = (turn: string): boolean =>
    said.whole.has(turn) && said.killed.has(turn) && said.whole.get(turn) !== said.killed.get(turn);
  return (
    spared ||
    [...turns].some(isOtherReply) ||
    whole.log.some((event) => {
      switch (event.type) {
        case "stream.discarded":
          return !isRetryable(event.failure) && units.has(nameOfUnit(event.unit));
        // The crash ended a try, so one fewer was left to fail.
        case "session.failed":
          return sessions.has(event.sessionId);
        default:
          return false;
      }
    }) ||
    [whole, killed].some(({ log }) => failingWorks(log).some((work) => works.has(work)))
  );
}

/**
 * Whether an outage kept a fault that decides how a run ends from a call in one of the two runs. It begins at the number of an
 * event, and a crash shifts the numbers.
 */
function metOutageInstead(
  whole: RunRecord,
  killed: RunRecord,
  drawn: readonly DrawnFault[],
): boolean {
  if (!drawn.some(({ type }) => type === "outage")) return false;
  const [ends, others] = [failuresByCall(whole.log), failuresByCall(killed.log)];
  return drawn.some(
    (fault) =>
      fault.type === "reply" &&
      changesEnd(fault.fault) &&
      ends.get(fault.at) !== others.get(fault.at),
  );
}

/**
 * Whether a merged tree failed its check, and the tickets were not merged in one order: a resume takes up what was paused sooner,
 * and who is merged later has to mend what is wrong together.
 */
export function areMendedInOtherOrder(whole: RunRecord, killed: RunRecord): boolean {
  if (![whole, killed].some(hasFailedMerge)) return false;
  const [merged, others] = [mergedTickets(whole.log), mergedTickets(killed.log)];
  const common = Math.min(merged.length, others.length);
  return merged.slice(0, common).join() !== others.slice(0, common).join();
}

/**
 * Whether a fault that leaves a file in conflict found one to leave in one run, and none or another in the other; or a drawn one
 * deleted a tree in one run, and none or another in the other: who is merged first needs no second check, at which it is meant.
 */
export function metOtherTroubles(
  one: RunRecord,
  other: RunRecord,
  drawn: readonly DrawnFault[],
): boolean {
  const mayLose = drawn.some((fault) => fault.type === "workspace" && fault.fault === "tree-lost");
  const troublesIn = ({ executions }: RunRecord): string =>
    executions
      .flatMap((found) => {
        if (found.type === "conflict") return [`${found.ticketId} ${found.path}`];
        return found.type === "loss" && mayLose ? [found.ticketId] : [];
      })
      .toSorted()
      .join("\n");
  return troublesIn(one) !== troublesIn(other);
}

const mergedTickets = (log: readonly Event[]): readonly string[] =>
  log.flatMap((event) => (event.type === "merge.ended" ? [event.ticketId] : []));

/** The failure of each call that failed, by its address. */
function failuresByCall(log: readonly Event[]): ReadonlyMap<string, string> {
  const asked = new Map<string, string>();
  const failures = new Map<string, string>();
  for (const event of log) {
    if (event.type === "model.started")
      asked.set(nameOfUnit(event.unit), nameOfAddress(event.address));
    if (event.type === "stream.discarded")
      failures.set(asked.get(nameOfUnit(event.unit))!, event.failure.code);
  }
  return failures;
}

export const hasSecondThoughts = (drawn: readonly DrawnFault[]): boolean =>
  drawn.some((fault) => fault.type === "person-habit" && fault.habit === "changes-mind");

/** Whether a drawn fault makes a tool change files, or claim to, without a trace in the log. */
export const changesUnseen = (drawn: readonly DrawnFault[]): boolean =>
  drawn.some((fault) => fault.type === "tool" && isUnseen(fault.fault));

const isUnseen = (fault: ToolFault): boolean => fault === "lies" || fault === "lingers";

/** Whether a fault can change how a run ends: not where a retry repairs it, nor where it only splits chunks. */
const changesEnd = (fault: ReplyFault): boolean =>
  fault.type !== "chunking" && !isRetriedByClients(fault);

/** The calls of models, and the work in trees, that were in flight at a crash. */
function struck(log: readonly Event[]) {
  const units = new Map<string, string>();
  const sessions = new Set<string>();
  const addresses = new Set<string>();
  const works = new Set<string>();
  const asked = new Map<string, string>();
  const atWork = new Map<number, string>();
  for (const event of log) {
    switch (event.type) {
      case "model.started":
        asked.set(nameOfUnit(event.unit), nameOfAddress(event.address));
        break;
      case "stream.discarded": {
        if (event.failure.code !== "crashed") break;
        const name = nameOfUnit(event.unit);
        units.set(name, nameOfTurn(event.unit));
        sessions.add(event.unit.sessionId);
        addresses.add(asked.get(name)!);
        break;
      }
      case "run.resumed":
        for (const work of atWork.values()) works.add(work);
        atWork.clear();
        break;
      default:
        break;
    }
    const work = nameOfWork(event);
    if (work !== null) atWork.set(event.seq, work);
    if ("effectId" in event && event.effectId !== null) atWork.delete(event.effectId);
  }
  return { units, sessions, addresses, works };
}

/** What is done in a ticket's tree, by the tool or the kind of work: faults are counted by it. */
function nameOfWork(event: Event): string | null {
  switch (event.type) {
    case "tool.started":
      return `${event.sessionId.split(":")[1]!} ${event.tool}`;
    case "preparation.started":
    case "check.started":
    case "commit.started":
    case "comparison.started":
    case "merge.started":
      return `${event.ticketId} ${event.type}`;
    default:
      return null;
  }
}

const nameOfTurn = ({ sessionId, turn }: Pick<Unit, "sessionId" | "turn">): string =>
  `${sessionId} turn ${turn}`;

/** Work that failed or hung: what is done again counts as one more time, so another time fails then. */
function failingWorks(log: readonly Event[]): readonly string[] {
  const started = new Map<number, string>();
  return log.flatMap((event) => {
    const name = nameOfWork(event);
    if (name !== null) started.set(event.seq, name);
    const hasFailed =
      event.type === "effect.failed" || (event.type === "tool.ended" && event.isError);
    const work = hasFailed && event.effectId !== null ? started.get(event.effectId) : undefined;
    return work === undefined ? [] : [work];
  });
}

/** What the provider sent for each of these turns that was completed: a fault of one try is not met by the next. */
function repliesOf(
  { log, observations }: RunRecord,
  turns: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  if (turns.size === 0) return new Map();
  const sent = sentByUnit(observations);
  return new Map(
    log.flatMap((event) => {
      if (event.type !== "stream.completed") return [];
      const turn = nameOfTurn(event.unit);
      if (!turns.has(turn)) return [];
      return [[turn, JSON.stringify([event.stopReason, sent.get(nameOfUnit(event.unit))])]];
    }),
  );
}
