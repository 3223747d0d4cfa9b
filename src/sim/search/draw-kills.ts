import type { Event } from "../../core/event.ts";
import { type WorkspaceWork, workspaceWorks } from "../scenario.ts";
import type { RandomSource } from "../schedule.ts";
import { pick } from "./draw.ts";

/** A resumed run is killed at most so often. */
const killsMax = 3;

/**
 * Where in a log a process dies. The last event, where a run ends, is one of hundreds, and so is the one merge among
 * all the deltas, and mistakes show only there: the end has a share, and so have each kind of event, each kind of effect,
 * which is cut off where its end does not reach the disk, and each kind of work in a ticket's tree.
 */
export function drawPlace(random: RandomSource, log: readonly Event[]): number {
  const share = random();
  if (share < 0.125) return log.length;
  if (share < 0.4) return 1 + Math.floor(random() * log.length);
  if (share < 0.6) return drawKind(random, log, () => true).seq;
  const works = log.filter(({ type }) => workStarts.has(type));
  if (share < 0.75 || works.length === 0)
    return drawKind(random, log, (event) => intentOf(event, log) !== null).seq;
  return drawWithin(
    random,
    log,
    drawKind(random, works, () => true),
  );
}

/** The intents of work in a ticket's tree. */
const workStarts: ReadonlySet<Event["type"]> = new Set<Event["type"]>([
  "preparation.started",
  "tool.started",
  "check.started",
  "commit.started",
  "comparison.started",
  "merge.started",
]);

/** While the work goes on, or as it ends: then it is done, and nobody has written so. */
function drawWithin(random: RandomSource, log: readonly Event[], { seq }: Event): number {
  const end = log.find((event) => "effectId" in event && event.effectId === seq);
  const endSeq = end?.seq ?? log.length;
  return random() < 0.5 ? endSeq : seq + Math.floor(random() * (endSeq - seq + 1));
}

/** One of the events of a kind, evenly over the kinds; where no event is wanted, one of them all. */
function drawKind(
  random: RandomSource,
  log: readonly Event[],
  isWanted: (event: Event) => boolean,
): Event {
  const wanted = log.filter(isWanted);
  const events = wanted.length > 0 ? wanted : log;
  const kind = pick(random, [...new Set(events.map((event) => kindOf(event, log)))]);
  return pick(
    random,
    events.filter((event) => kindOf(event, log) === kind),
  );
}
const intentOf = (event: Event, log: readonly Event[]): Event | null =>
  "effectId" in event && event.effectId !== null ? (log[event.effectId - 1] ?? null) : null;

function kindOf(event: Event, log: readonly Event[]): string {
  const about = intentOf(event, log) ?? event;
  switch (about.type) {
    case "model.started":
      return `${event.type} ${about.address.tier}`;
    case "check.started":
      return `${event.type} ${about.merging === undefined ? "alone" : "merged"}`;
    case "timer.started":
      return `${event.type} ${about.purpose.type}`;
    case "popup.opened":
      return `${event.type} ${about.popup.kind}`;
    default:
      return event.type;
  }
}

/** The process dies at this event, in one run of four once more soon after, and at times again. */
export function drawKills(random: RandomSource, firstAtEvent: number): readonly number[] {
  const kills = [firstAtEvent];
  while (kills.length < killsMax && random() < 0.25) {
    kills.push(kills.at(-1)! + Math.floor(random() * 30));
  }
  return kills;
}

/** A run is resumed at once, soon, once each pause that it waited for is over, or on the next day. */
const restsMs = [0, 90_000, 20 * 60_000, 16 * 3_600_000];

/** How long a run rests before each resume, by the events at which it dies: a trial that is replayed rests as long. */
export function restOfKills(kills: readonly number[]): number {
  const sum = kills.reduce((total, atEvent) => total + atEvent, 0);
  return restsMs[sum % restsMs.length]!;
}

/** In most runs none. */
export const drawRest = (random: RandomSource): number =>
  random() < 0.75 ? 0 : pick(random, restsMs);

/** Which works interrupts cut, in one run of eight; evenly over the kinds, since merges are rare and tools are many. */
export function drawInFlight(random: RandomSource): readonly WorkspaceWork[] {
  if (random() >= 0.125) return [];
  const rate = 0.2 + 0.5 * random();
  return workspaceWorks.filter(() => random() < rate);
}
