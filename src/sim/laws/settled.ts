import type { Event } from "../../core/event.ts";
import type { LifeRecord, RunRecord } from "../record.ts";
import { nameOfAsked, nameOfUnit } from "./delivery.ts";
import { nameOfExecution, nameOfIntent } from "./intent-names.ts";
import type { Findings } from "./verdict.ts";

/** Something that was executed or asked, and how many events the log held by then. */
interface Done {
  readonly name: string;
  readonly atEvent: number;
  /** It had been begun before, and has its effect while it is being stopped. */
  readonly isStopped: boolean;
}

/**
 * Nothing is executed, and no model is asked, for an intent that was settled before: given up, decided otherwise, or cut by
 * an interrupt; a reply is read no further than to its end; and a run that ends leaves no timer behind and nothing on the
 * screen.
 */
export function checkSettled(record: RunRecord, { exercise, breach }: Findings): void {
  for (const life of record.lives) {
    const { number, timersLeft, onScreen } = life;
    if (timersLeft > 0)
      breach(`life ${number} has ended, and ${timersLeft} of its timers still run`);
    for (const popupId of life.finished === null ? [] : onScreen)
      breach(`life ${number} has ended, and ${popupId} is still shown`);
    checkReadOn(record, life, { exercise, breach });
    const interrupted = life.log
      .slice(life.inherited)
      .find(({ type }) => type === "run.interrupted");
    let open: ReadonlyMap<string, number> = new Map();
    let seen = 0;
    for (const { name, atEvent, isStopped } of doneIn(record, number)) {
      exercise();
      open = openAt(life, { open, seen }, atEvent);
      seen = atEvent;
      if (interrupted !== undefined && atEvent >= interrupted.seq && !isStopped)
        breach(`${name} was begun in life ${number} after its interrupt`);
      else if (!open.has(name)) {
        const seq = settlingSeq(life.log.slice(0, atEvent), name);
        const when = seq === null ? "which was never asked for" : `which event ${seq} had settled`;
        breach(`${name}, ${when}, was begun in life ${number} after event ${atEvent}`);
      }
    }
  }
}

/** What is left of a reply that was given up, or discarded, is not read. */
function checkReadOn(
  { observations }: RunRecord,
  { number, log }: LifeRecord,
  { exercise, breach }: Findings,
): void {
  const ends = new Map<string, number>();
  for (const event of log)
    if (event.type === "stream.completed" || event.type === "stream.discarded")
      ends.set(nameOfUnit(event.unit), event.seq);
  for (const observation of observations) {
    if (observation.type !== "sent" || observation.life !== number) continue;
    const { address, atEvent } = observation;
    if (address === null || atEvent === undefined) continue;
    const name = nameOfAsked(address);
    const end = ends.get(name);
    if (end === undefined || observation.event.deltas.length === 0) continue;
    exercise();
    if (atEvent >= end)
      breach(`the reply of ${name} is read on after event ${end}, when it was settled`);
  }
}

/** The event that settled the last intent of that name; `null` where there is none. */
function settlingSeq(log: readonly Event[], name: string): number | null {
  const intent = log.findLast((event) => nameOfIntent(event) === name);
  if (intent === undefined) return null;
  const end = log.findLast((event) => "effectId" in event && event.effectId === intent.seq);
  return end?.seq ?? null;
}

/** In the order in which it came. */
function doneIn({ executions, observations }: RunRecord, life: number): readonly Done[] {
  const executed = executions.flatMap((one): Done[] => {
    const name = one.life === life ? nameOfExecution(one) : null;
    if (name === null || one.atEvent === undefined) return [];
    const isStopped = one.type === "tool" && one.isStopped === true;
    return [{ name, atEvent: one.atEvent, isStopped }];
  });
  const asked = observations.flatMap((one): Done[] => {
    const { address, atEvent } = one;
    if (one.type !== "request" || one.life !== life || address === null || atEvent === undefined)
      return [];
    const name = nameOfAsked(address);
    return [{ name, atEvent, isStopped: false }];
  });
  return [...executed, ...asked].toSorted((one, other) => one.atEvent - other.atEvent);
}

/** The intents that are open after so many events of a process, by name, with the number of their event. */
function openAt(
  { log, inherited }: LifeRecord,
  before: { readonly open: ReadonlyMap<string, number>; readonly seen: number },
  atEvent: number,
): ReadonlyMap<string, number> {
  const open = new Map(before.open);
  const names = new Map([...open].map(([name, seq]) => [seq, name]));
  for (const event of log.slice(Math.max(before.seen, inherited), atEvent)) {
    const name = nameOfIntent(event);
    if (name !== null) {
      open.set(name, event.seq);
      names.set(event.seq, name);
    }
    if (!("effectId" in event) || event.effectId === null || event.type === "stream.deltas")
      continue;
    const ended = names.get(event.effectId);
    if (ended !== undefined && open.get(ended) === event.effectId) open.delete(ended);
  }
  return open;
}
