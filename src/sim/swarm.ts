import { compatibleHabits } from "../mock-provider/servers/drawable-habits.ts";
import type { Habit } from "../mock-provider/servers/habit.ts";
import { drawnLatencies, drawnOnce, pick, upTo } from "./search/draw.ts";
import { drawInFlight, drawKills, drawRest } from "./search/draw-kills.ts";
import { drawInterventions, drawPerson } from "./search/draw-person.ts";
import {
  advice,
  commonFaults,
  livelyStalls,
  longPauses,
  refusals,
  silentFaults,
  slowness,
  vagueness,
} from "./search/draw-replies.ts";
import {
  type DrawnFault,
  endsLife,
  nameOfAddress,
  nameOfToolCall,
  nameOfWork,
} from "./drawn-fault.ts";
import type { ThrowingSubscriber, Weather } from "./faults.ts";
import type { WorkspaceTrouble, WorkspaceWork } from "./scenario.ts";
import { type RandomSource, randomFrom } from "./schedule.ts";

/** The drawn faults of a seed, and those of them that the run has met so far, as data. */
export interface Swarm {
  readonly weather: Weather;
  readonly met: readonly DrawnFault[];
}

/** From this try on no faults are drawn: when faults stop, the run must end. */
const hurtTriesMax = 3;

/** Each of them needs a resume of its own, and a run is resumed only so often. */
const workspaceTroublesMax = 3;

/**
 * Faults that no scenario wrote, drawn from a seed. As in swarm testing, each seed leaves most kinds of
 * fault out, since kinds that are always on hide each other.
 */
export function drawSwarm(seed: number, ways: readonly Habit[] = []): Swarm {
  const random = randomFrom(seed ^ 0x5eed);
  const randomReplies = randomFrom(seed ^ 0xe3b0);
  const habits = drawHabits(randomFrom(seed ^ 0x4ab1), ways);
  const kinds = [
    ...commonFaults.filter(() => random() < 0.35),
    // From a source of their own, as some below, so that what was drawn before there were these is drawn still.
    ...silentFaults.filter(() => randomReplies() < 0.2),
  ];
  const replyRate = pick(random, [0, 0.05, 0.15, 0.4]);
  const toolRate = pick(random, [0, 0, 0.05, 0.2]);
  const isWilful = random() < 0.5;
  const crashes = drawCrashes(random);
  const interruptAtEvent = random() < 0.15 ? 2 + Math.floor(random() * 100) : null;
  const interruptAtEffect = random() < 0.08 ? pick(random, ["commit", "merge"] as const) : null;
  const diskFullAtEvent = random() < 0.1 ? 2 + Math.floor(random() * 150) : null;
  const slowSubscriberMs = random() < 0.2 ? 1000 : null;
  const deadSubscriberAtEvent = random() < 0.2 ? 1 + Math.floor(random() * 50) : null;
  const temper = { isWilful, isOdd: random() < 0.35, isForging: random() < 0.2 };
  const throwingSubscriber: ThrowingSubscriber | null =
    random() < 0.2
      ? {
          place: pick(random, ["first", "between", "last"] as const),
          atEvent: 1 + Math.floor(random() * 50),
          manner: pick(random, ["throws", "rejects"] as const),
        }
      : null;
  const randomLeft = randomFrom(seed ^ 0x1ef7);
  const logRemovedAtEvent = randomLeft() < 0.07 ? 2 + Math.floor(randomLeft() * 150) : null;
  const isLeaving = randomLeft() < 0.5;
  const interruptsInFlight = drawInFlight(randomFrom(seed ^ 0xf117));
  const slowShare = pick(random, [0, 0.4, 0.8]);
  const met: DrawnFault[] = [];
  for (const habit of habits) met.push({ type: "habit", habit });
  const trouble = drawTrouble(
    randomFrom(seed ^ 0x7ab1e),
    randomFrom(seed ^ 0xb4ac),
    randomFrom(seed ^ 0x5a71),
  );
  kinds.push(...trouble.kinds, ...slowness(randomFrom(seed ^ 0x510)));
  kinds.push(
    ...longPauses(randomFrom(seed ^ 0x9a05e)),
    ...vagueness(randomFrom(seed ^ 0x7a6e), randomFrom(seed ^ 0xf7ac)),
  );
  kinds.push(...livelyStalls(randomFrom(seed ^ 0x9196)));
  kinds.push(...advice(randomFrom(seed ^ 0xad71)));
  const { outageAtEvent, retriesMax, surveysFailing } = trouble;
  const conflict = drawConflicts(randomFrom(seed ^ 0xc0f1));
  if (surveysFailing > 0) met.push({ type: "survey", times: surveysFailing });
  if (outageAtEvent !== null) met.push({ type: "outage", atEvent: outageAtEvent });
  if (retriesMax > 0) met.push({ type: "retries", times: retriesMax });
  const interventions = drawInterventions(randomFrom(seed ^ 0x7e11));
  for (const one of interventions) met.push({ type: "intervention", ...one });
  for (const atEvent of crashes) met.push({ type: "crash", atEvent });
  if (interruptAtEvent !== null) met.push({ type: "interrupt", atEvent: interruptAtEvent });
  if (interruptAtEffect !== null) {
    met.push({ type: "interrupted-effect", effect: interruptAtEffect });
  }
  for (const work of interruptsInFlight) met.push({ type: "interrupted-in-flight", work });
  if (diskFullAtEvent !== null) met.push({ type: "disk-full", atEvent: diskFullAtEvent });
  if (logRemovedAtEvent !== null) met.push({ type: "log-removed", atEvent: logRemovedAtEvent });
  const restMs = met.some(endsLife) ? drawRest(randomFrom(seed ^ 0x4e57)) : 0;
  if (restMs > 0) met.push({ type: "rest", restMs });
  if (slowSubscriberMs !== null) met.push({ type: "slow-subscriber", delayMs: slowSubscriberMs });
  if (deadSubscriberAtEvent !== null) {
    met.push({ type: "dead-subscriber", atEvent: deadSubscriberAtEvent });
  }
  if (throwingSubscriber !== null) {
    met.push({ type: "throwing-subscriber", ...throwingSubscriber });
  }
  const person = drawPerson(seed, random, temper, (fault) => met.push(fault));
  const weather: Weather = {
    habits,
    crashes,
    interruptAtEvent,
    interruptAtEffect,
    interruptsInFlight,
    restMs,
    diskFullAtEvent,
    logRemovedAtEvent,
    slowSubscriberMs,
    deadSubscriberAtEvent,
    throwingSubscriber,
    surveysFailing,
    outageAtEvent,
    retriesMax,
    interventions,
    workspace: drawnOnce(nameOfWork, ({ ticketId, work, nth }) => {
      const fault = trouble.workspace() ?? conflict(work);
      if (fault !== null) met.push({ type: "workspace", ticketId, work, nth, fault });
      return fault;
    }),
    reply: drawnOnce(nameOfAddress, (address) => {
      if (kinds.length === 0 || address.try > hurtTriesMax || random() >= replyRate) return null;
      const fault = pick(random, kinds)(random);
      met.push({ type: "reply", at: nameOfAddress(address), fault });
      return fault;
    }),
    tool: drawnOnce(nameOfToolCall, ({ ticketId, tool, nth }) => {
      const fault =
        random() < toolRate
          ? pick(random, ["fails", "hangs", "lingers", "lies"] as const)
          : isLeaving && randomLeft() < 0.3
            ? ("outlives" as const)
            : null;
      if (fault === null) return null;
      met.push({ type: "tool", ticketId, tool, nth, fault });
      return fault;
    }),
    latencyMs: drawnLatencies(random, slowShare, (chain, delayMs) => {
      met.push({ type: "latency", chain, delayMs });
    }),
    ...person,
  };
  return { weather, met };
}

/** In one run of three the server has up to four habits, of which none contradicts another. */
function drawHabits(random: RandomSource, ways: readonly Habit[]): readonly Habit[] {
  if (ways.length === 0 || random() >= 1 / 3) return [];
  const drawn = Array.from({ length: 1 + upTo(random, 3) }, () => pick(random, ways));
  return compatibleHabits(drawn);
}

/**
 * Trouble that is mended before the run is resumed. It has random sources of its own, so that the other faults of a seed
 * stay the same.
 */
function drawTrouble(random: RandomSource, randomMove: RandomSource, randomSurvey: RandomSource) {
  const share = random() < 0.35 ? 1 : 0;
  const kinds = refusals.filter(() => random() < 0.3 * share);
  const rate = pick(random, [0, 0.04, 0.15]) * share;
  const outageAtEvent = random() < 0.3 * share ? 2 + Math.floor(random() * 100) : null;
  const retriesMax = random() < 0.5 * share ? 1 : 0;
  const surveysFailing = randomSurvey() < 0.2 * share ? (randomSurvey() < 0.8 ? 1 : 2) : 0;
  let left = workspaceTroublesMax;
  return {
    kinds,
    surveysFailing,
    outageAtEvent,
    retriesMax,
    workspace(): WorkspaceTrouble | null {
      if (left === 0 || random() >= rate) return null;
      left--;
      if (random() >= 0.8) return "tree-lost";
      return randomMove() < 0.2 ? "branch-moved-back" : "fails";
    },
  };
}

/** In one run of four, commands leave files in conflict before some commits. */
function drawConflicts(random: RandomSource): (work: WorkspaceWork) => WorkspaceTrouble | null {
  const rate = random() < 0.25 ? 0.4 : 0;
  return (work) => (work === "commit" && random() < rate ? "conflict-left" : null);
}

/** In most runs none; else one, or several in quick succession, so that a process also dies while it resumes. */
function drawCrashes(random: RandomSource): readonly number[] {
  if (random() >= 0.3) return [];
  return drawKills(random, 2 + Math.floor(random() * 150));
}
