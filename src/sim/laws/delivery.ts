import type { Delta } from "../../core/reply/delta.ts";
import type { Event, EventOf, Unit } from "../../core/event.ts";
import { type Address, sessionIdOf, streamIdOf } from "../../core/ids.ts";
import { contentOf, isAsSent } from "./delta-content.ts";
import { reduce } from "../../core/reduce/reduce.ts";
import type { State, StreamState } from "../../core/state.ts";
import { patienceMs } from "../../runtime/delivery.ts";
import type { LifeRecord, RunRecord } from "../record.ts";
import { changesStreams, newStreamEnds } from "./session/stream-ends.ts";
import { type Findings, judgeBy, type Verdict } from "./verdict.ts";

/**
 * Law 1. Every subscriber receives each unit's deltas exactly once, in the provider's order, with nothing
 * of another stream, and one end.
 */
export function checkDelivery(record: RunRecord): Verdict {
  return judgeBy((findings) => {
    for (const life of record.lives) {
      checkUnits(record, life, findings);
      checkReceptions(record, life, findings);
    }
    checkTexts(record, findings);
    checkTries(record, findings);
  });
}

interface SeenUnit {
  readonly unit: Unit;
  readonly address: Address;
  readonly deltas: Delta[];
  end: "completed" | "discarded" | null;
}

export const nameOfUnit = (unit: Unit): string =>
  `${unit.sessionId} turn ${unit.turn} try ${unit.try}`;

/** The unit that the call at this address asks for, by name. All that is observed of a call has the same address. */
export function nameOfAsked(address: Address): string {
  const known = namesOfAsked.get(address);
  if (known !== undefined) return known;
  const name = nameOfUnit({ ...address, sessionId: sessionIdOf(address) });
  namesOfAsked.set(address, name);
  return name;
}

/** Each name is made once, and not anew for each event that a provider sent of the call. */
const namesOfAsked = new WeakMap<Address, string>();

/** Compares the units in the log with what the provider sent. */
function checkUnits(record: RunRecord, life: LifeRecord, { exercise, breach }: Findings): void {
  const sent = sentByUnit(record.observations.filter((one) => one.life === life.number));
  const rawUnits = rawUnitsOf(record);
  const hasEnded = life.finished !== null && life.finished.failure?.code !== "store-failed";
  for (const [name, seen] of unitsOf(life.log, life.inherited, breach)) {
    exercise();
    if (seen.end === null && hasEnded) breach(`${name}: has no end, and the run has ended`);
    // The mock does not read raw replies, so there is nothing to compare with.
    if (rawUnits.has(name)) continue;
    const wire = contentOf(sent.get(name) ?? []);
    const got = contentOf(seen.deltas);
    const difference = got.findIndex((delta, index) => !isAsSent(delta, wire[index]));
    if (difference >= 0) {
      const said = JSON.stringify(got[difference]);
      const meant = JSON.stringify(wire[difference]) ?? "nothing more";
      breach(`${name}: delta ${difference} in the log is ${said}; the provider sent ${meant}`);
    } else if (seen.end === "completed" && got.length < wire.length) {
      breach(
        `${name}: completed with ${got.length} deltas of the ${wire.length} that the provider sent`,
      );
    }
  }
}

/** Units whose reply was scripted as bytes, which the mock itself does not read. */
export const rawUnitsOf = ({ observations }: RunRecord): ReadonlySet<string> =>
  new Set(
    observations.flatMap(({ type, address }) =>
      type === "raw" && address !== null ? [nameOfAsked(address)] : [],
    ),
  );

/** Units that began in this process; those of earlier processes were judged there. */
function unitsOf(
  log: readonly Event[],
  inherited: number,
  breach: (message: string) => void,
): ReadonlyMap<string, SeenUnit> {
  const units = new Map<string, SeenUnit>();
  const find = (event: EventOf<"stream.deltas" | "stream.completed" | "stream.discarded">) => {
    const seen = units.get(nameOfUnit(event.unit));
    if (event.seq <= inherited || log[event.effectId - 1]!.seq <= inherited) return null;
    if (seen === undefined) breach(`${nameOfUnit(event.unit)}: ${event.type} before its start`);
    else if (seen.end !== null) {
      breach(`${nameOfUnit(event.unit)}: ${event.type} after it was ${seen.end}`);
    }
    return seen ?? null;
  };
  for (const event of log) {
    switch (event.type) {
      case "model.started": {
        if (event.seq <= inherited) break;
        const { unit, address } = event;
        const name = nameOfUnit(unit);
        if (units.has(name)) breach(`${name}: started twice`);
        units.set(name, { unit, address, deltas: [], end: null });
        break;
      }
      case "stream.deltas":
        find(event)?.deltas.push(...event.deltas);
        break;
      case "stream.completed": {
        const seen = find(event);
        if (seen !== null) seen.end = "completed";
        break;
      }
      case "stream.discarded": {
        const seen = find(event);
        if (seen !== null) seen.end = "discarded";
        break;
      }
      default:
    }
  }
  return units;
}

/** What the provider handed over, by unit. */
export function sentByUnit(
  observations: RunRecord["observations"],
): ReadonlyMap<string, readonly Delta[]> {
  const sent = new Map<string, Delta[]>();
  for (const observation of observations) {
    if (observation.type !== "sent" || observation.address === null) continue;
    const { address } = observation;
    const name = nameOfAsked(address);
    const deltas = sent.get(name) ?? [];
    sent.set(name, deltas);
    deltas.push(...observation.event.deltas);
  }
  return sent;
}

/** A stream's text is that of its completed units, in order; each unit counts as a turn, and none is still live at the end. */
function checkTexts({ log }: RunRecord, { exercise, breach }: Findings): void {
  const unfinished = new Map<number, { readonly streamId: string; text: string }>();
  const texts = new Map<string, string>();
  const turns = new Map<string, number>();
  const ends = newStreamEnds();
  let state: State | null = null;
  for (const event of log) {
    state = reduce(state, event);
    ends.hear(event);
    // Whoever comes later is shown this of what came by then.
    if (changesStreams.has(event.type))
      for (const [id, { ended }] of state.streams)
        if (ended !== ends.hasEnded(id))
          breach(
            `event ${event.seq}: ${id} is told as ${ended ? "ended, and goes on" : "going on, and has ended"}`,
          );
    switch (event.type) {
      case "model.started":
        unfinished.set(event.seq, { streamId: streamIdOf(event.address), text: "" });
        break;
      case "stream.deltas": {
        const unit = unfinished.get(event.effectId);
        for (const delta of event.deltas) {
          if (unit !== undefined && delta.type === "text") unit.text += delta.text;
        }
        break;
      }
      case "stream.completed": {
        const unit = unfinished.get(event.effectId);
        if (unit === undefined) break;
        texts.set(unit.streamId, (texts.get(unit.streamId) ?? "") + unit.text);
        turns.set(unit.streamId, (turns.get(unit.streamId) ?? 0) + 1);
        break;
      }
      default:
    }
  }
  const streams = state?.streams ?? new Map<string, StreamState>();
  const end = log.at(-1);
  // A run that ends because of a full disk leaves the units in flight without an end.
  const hasEnded = end?.type === "run.ended" && end.failure?.code !== "store-failed";
  for (const [id, { text, turns: counted, live }] of streams) {
    exercise();
    if (counted !== (turns.get(id) ?? 0))
      breach(`${id}: it counts ${counted} turns; ${turns.get(id) ?? 0} units were completed`);
    if (live && hasEnded) breach(`${id}: it is told as live, and the run has ended`);
    const meant = texts.get(id) ?? "";
    if (text === meant) continue;
    const show = (shown: string) => JSON.stringify(shown.slice(-60));
    breach(`${id}: its text ends in ${show(text)}; its completed units in ${show(meant)}`);
  }
}

/** Each try of a turn sends the same request, unless a refusal has taught another form in between. */
function checkTries(record: RunRecord, { exercise, breach }: Findings): void {
  const asked = new Map<string, unknown>();
  const lessons = lessonsBefore(record);
  for (const observation of record.observations) {
    if (observation.type !== "request" || observation.address === null) continue;
    const { address } = observation;
    const unit = nameOfAsked(address);
    const turn = `${sessionIdOf(address)} turn ${address.turn}, ${lessons.get(unit) ?? 0} lessons`;
    const { body } = observation;
    const before = asked.get(turn);
    asked.set(turn, body);
    if (before === undefined) continue;
    exercise();
    if (JSON.stringify(before) !== JSON.stringify(body))
      breach(`${turn}: try ${address.try} asks for something else than before`);
  }
}

/** For each unit, how many forms of requests had been learnt from refusals when it was sent. */
function lessonsBefore({ log }: RunRecord): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  let lessons = 0;
  for (const event of log) {
    if (event.type === "server.learned") lessons += 1;
    if (event.type === "model.started") known.set(nameOfUnit(event.unit), lessons);
  }
  return known;
}

/** Compares what subscribers received with the log: all of it, each event once, in order. */
function checkReceptions(
  record: RunRecord,
  life: LifeRecord,
  { exercise, breach }: Findings,
): void {
  for (const { life: number, subscriber, events, dies, ...pace } of record.receptions) {
    if (number !== life.number) continue;
    exercise();
    if (pace.waits > 0) {
      breach(`${subscriber}: had to wait for events ${pace.waits} times, and takes all at once`);
    }
    const wrong = events.findIndex((event, index) => event !== life.log[index]);
    if (wrong >= 0) {
      breach(
        `${subscriber}: received event ${events[wrong]!.seq} where ${wrong < life.log.length ? `event ${life.log[wrong]!.seq} was due` : "nothing more was due"}`,
      );
    }
    // A process that crashed may have been about to deliver; one that never ended breaks law 7 instead.
    const isOver = life.finished !== null && !life.crashed;
    const isNamed = life.finished?.lostSubscribers.some(({ name }) => name === subscriber);
    if (pace.threw && isOver && isNamed !== true)
      breach(`${subscriber}: threw, and the end of the run does not say so`);
    if (dies || !isOver || isGivenUp(life, subscriber, pace.delayMs)) continue;
    if (events.length < life.log.length) {
      breach(`${subscriber}: received ${events.length} of ${life.log.length} events`);
    }
  }
}

/** A subscriber that is too slow is given up at the end of a run, and the run reports it. */
const isGivenUp = ({ finished }: LifeRecord, subscriber: string, delayMs: number): boolean =>
  delayMs >= patienceMs &&
  finished !== null &&
  finished.lostSubscribers.some(({ name }) => name === subscriber);
