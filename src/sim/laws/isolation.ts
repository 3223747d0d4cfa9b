import { sessionIdOf, streamIdOf } from "../../core/ids.ts";
import type { RunRecord } from "../record.ts";
import { nameOfUnit } from "./delivery.ts";
import { dependsOnOrder, differences, endingOf } from "./ending.ts";
import type { Evidence } from "./evidence.ts";
import {
  areMendedInOtherOrder,
  changesUnseen,
  hasSecondThoughts,
  metOtherTroubles,
} from "./spared.ts";
import { judgeBy, type Verdict } from "./verdict.ts";

/**
 * Law 6. What is done to one session changes no other: a record in which one call of one session was
 * hurt, against the record in which it was not. A call that is hurt is tried again, so even its own
 * session ends the same; the requests of the others must be the same to the letter.
 */
export function checkIsolation({ record: whole, hurt: companion, drawn }: Evidence): Verdict {
  if (companion === null) return { type: "not-exercised" };
  const { record: hurt, at } = companion;
  // An outage begins at the number of an event, and a fault shifts the numbers.
  const hasOutage = drawn.some(({ type }) => type === "outage");
  if (hasOutage || [whole, hurt].some(wasOut) || hasSecondThoughts(drawn))
    return { type: "not-exercised" };
  const isUnsure = (record: RunRecord): boolean => dependsOnOrder(record) || hasCrashed(record);
  if ([whole, hurt].some(isUnsure) || areMendedInOtherOrder(whole, hurt))
    return { type: "not-exercised" };
  if (metOtherTroubles(whole, hurt, drawn)) return { type: "not-exercised" };
  return judgeBy(({ exercise, breach }) => {
    const own = sessionIdOf(at);
    const before = conversations(whole);
    const after = conversations(hurt);
    const [bases, others] = [basesOf(whole), basesOf(hurt)];
    const dependents = dependentsIn(whole);
    for (const [session, said] of before) {
      // Who began from another tree than in the other run may see other files: that one came sooner there, or a merge did.
      const [tier = "", name = ""] = session.split(":");
      const ticket = tier === "tier3" || tier === "tier4" ? name : "";
      const base = bases.get(ticket);
      if (session === own || base === null || base !== others.get(ticket)) continue;
      // What others made, which its tree or its prompt holds, may be what a tool wrote at another time.
      const isAfterOthers = dependents.has(ticket) || /\w/.test(base ?? "");
      if (isAfterOthers && changesUnseen(drawn)) continue;
      exercise();
      if (after.get(session) !== said) {
        breach(`a fault in ${own} changed what was said in ${session}`);
      }
    }
    // Whatever files they see, the same calls are answered or fail.
    const [ends, endsThere] = [endsOfCalls(whole), endsOfCalls(hurt)];
    for (const [unit, end] of ends) {
      const there = endsThere.get(unit);
      if (there === undefined || there === end || unit.startsWith(`${own} `)) continue;
      breach(`a fault in ${own} changed how ${unit} ended: ${there}, not ${end}`);
    }
    // The session's own calls come at other times now, and so do files that a tool changes without a trace in the log.
    if (changesUnseen(drawn)) return;
    for (const difference of differences(endingOf(whole), endingOf(hurt))) {
      breach(`after a fault in ${streamIdOf(at)}: ${difference}`);
    }
  });
}

/**
 * A scripted crash comes at the number of an event, and a fault shifts the numbers, so that it would come
 * elsewhere.
 */
const hasCrashed = ({ lives }: RunRecord): boolean => lives.some(({ crashed }) => crashed);

const dependentsIn = ({ log }: RunRecord): ReadonlySet<string> =>
  new Set(
    log.flatMap((event) =>
      event.type === "tickets.accepted"
        ? event.tickets.filter(({ dependsOn }) => dependsOn.length > 0).map(({ id }) => id)
        : [],
    ),
  );

/** By ticket: which others had been merged when its trees were made ready; `null` where a merge was made meanwhile. */
function basesOf({ log }: RunRecord): ReadonlyMap<string, string | null> {
  const begun: string[] = [];
  const merged: string[] = [];
  const before = new Map<string, number>();
  const bases = new Map<string, string | null>();
  for (const event of log) {
    if (event.type === "merge.started") begun.push(event.ticketId);
    if (event.type === "merge.ended") merged.push(event.ticketId);
    if (event.type === "preparation.started") before.set(event.ticketId, merged.length);
    if (event.type !== "preparation.ended") continue;
    const { ticketId } = event;
    const known = bases.get(ticketId) ?? "";
    const isSure = bases.get(ticketId) !== null && begun.length === before.get(ticketId);
    bases.set(ticketId, isSure ? `${known}; ${merged.toSorted().join(" ")}` : null);
  }
  return bases;
}

/** How each call ended, by its unit. One whose refusal teaches another form of request may be another in the other run. */
function endsOfCalls({ log }: RunRecord): ReadonlyMap<string, string> {
  const ends = new Map<string, string>();
  for (const event of log) {
    if (event.type === "stream.completed") ends.set(nameOfUnit(event.unit), "completed");
    if (event.type === "stream.discarded" && event.failure.teaches === undefined)
      ends.set(nameOfUnit(event.unit), event.failure.code);
  }
  return ends;
}

/** Whether a server could not be reached for so long that a session paused: an outage that the scenario itself has. */
const wasOut = ({ log }: RunRecord): boolean =>
  log.some(
    (event) => event.type === "session.paused" && event.failure.code === "connection-failed",
  );

/** The conversation of each session, with its failures. */
function conversations(record: RunRecord): ReadonlyMap<string, string> {
  const said = new Map<string, string>();
  const add = (session: string, text: string) =>
    said.set(session, `${said.get(session) ?? ""}${text}\n`);
  for (const event of record.log) {
    if (event.type === "session.opened" || event.type === "message.added") {
      add(event.sessionId, JSON.stringify(event.message));
    }
    if (event.type === "tool.ended") {
      const { sessionId, callId, isError, text } = event;
      add(sessionId, `${callId} ${isError ? "failed" : "did"} ${text}`);
    }
  }
  for (const event of record.log) {
    if (event.type !== "stream.discarded") continue;
    const { unit, failure } = event;
    // All sessions share what is learnt from a server's refusals, so any of them may be the one that is refused, and has a
    // try more than in the other run.
    if (failure.teaches !== undefined) continue;
    add(unit.sessionId, `turn ${unit.turn}: ${failure.code}`);
  }
  for (const [session, turns] of requests(record)) {
    for (const [turn, body] of turns) add(session, `${turn} ${body}`);
  }
  return said;
}

/** The requests of each session, by turn; all tries of a turn send the same. */
function requests(record: RunRecord): ReadonlyMap<string, ReadonlyMap<number, string>> {
  const asked = new Map<string, Map<number, string>>();
  for (const observation of record.observations) {
    if (observation.type !== "request" || observation.address === null) continue;
    const session = sessionIdOf(observation.address);
    const turns = asked.get(session) ?? new Map<number, string>();
    asked.set(session, turns.set(observation.address.turn, JSON.stringify(observation.body)));
  }
  return asked;
}
