import type { Decision, DecisionType } from "../core/gates/decision.ts";
import type { Popup } from "../core/gates/popup.ts";
import type { ReplyFault } from "../mock-provider/reply-fault.ts";
import { compatibleHabits } from "../mock-provider/servers/drawable-habits.ts";
import type { Habit } from "../mock-provider/servers/habit.ts";
import { drawnLatencies, pick, statusFault, upTo } from "./search/draw.ts";
import { drawInFlight, drawKills } from "./search/draw-kills.ts";
import { type DrawnFault, nameOfAddress } from "./drawn-fault.ts";
import type { DrawnIntervention, ThrowingSubscriber, Weather } from "./faults.ts";
import type { WorkspaceTrouble } from "./scenario.ts";
import { type RandomSource, randomFrom } from "./schedule.ts";
import { forgeries, type Manners, type PersonHabit } from "./world/manners.ts";
import { agreeableDecision } from "./world/popup-words.ts";

/** The drawn faults of a seed, and those of them that the run has met so far, as data. */
export interface Swarm {
  readonly weather: Weather;
  readonly met: readonly DrawnFault[];
}

/** From this try on no faults are drawn: when faults stop, the run must end. */
const hurtTriesMax = 3;

const oddHabits = ["clicks-twice", "is-slow", "changes-mind", "leaves"] as const;
const absences = ["answers-from-elsewhere", "loses-the-terminal"] as const;

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
    ...silentFaults
      .filter(() => randomReplies() < 0.2)
      .map((type): DrawReplyFault => () => ({ type })),
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
  const isOddPerson = random() < 0.35;
  const isForging = random() < 0.2;
  const randomHands = randomFrom(seed ^ 0x4a9d);
  const isHasty = randomHands() < 0.2;
  const hasteOf = (): readonly PersonHabit[] =>
    isHasty && randomHands() < 0.5 ? ["types-in-haste"] : [];
  const randomAbsence = randomFrom(seed ^ 0xab5e);
  const isElsewhere = randomAbsence() < 0.2;
  const absenceOf = (): readonly PersonHabit[] =>
    isElsewhere && randomAbsence() < 0.5 ? [pick(randomAbsence, absences)] : [];
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
  const decisions = new Map<Popup["id"], Decision>();
  for (const habit of habits) met.push({ type: "habit", habit });
  const trouble = drawTrouble(randomFrom(seed ^ 0x7ab1e));
  kinds.push(...trouble.kinds, ...slowness(randomFrom(seed ^ 0x510)));
  const { outageAtEvent, retriesMax } = trouble;
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
  if (slowSubscriberMs !== null) met.push({ type: "slow-subscriber", delayMs: slowSubscriberMs });
  if (deadSubscriberAtEvent !== null) {
    met.push({ type: "dead-subscriber", atEvent: deadSubscriberAtEvent });
  }
  if (throwingSubscriber !== null) {
    met.push({ type: "throwing-subscriber", ...throwingSubscriber });
  }
  const treated = new Map<Popup["id"], Manners>();
  const weather: Weather = {
    habits,
    crashes,
    interruptAtEvent,
    interruptAtEffect,
    interruptsInFlight,
    diskFullAtEvent,
    logRemovedAtEvent,
    slowSubscriberMs,
    deadSubscriberAtEvent,
    throwingSubscriber,
    outageAtEvent,
    retriesMax,
    interventions,
    workspace({ ticketId, work, nth }) {
      const fault = trouble.workspace();
      if (fault !== null) met.push({ type: "workspace", ticketId, work, nth, fault });
      return fault;
    },
    reply(address) {
      if (kinds.length === 0 || address.try > hurtTriesMax || random() >= replyRate) return null;
      const fault = pick(random, kinds)(random);
      met.push({ type: "reply", at: nameOfAddress(address), fault });
      return fault;
    },
    tool({ ticketId, tool, nth }) {
      const fault =
        random() < toolRate
          ? pick(random, ["fails", "hangs", "lingers", "lies"] as const)
          : isLeaving && randomLeft() < 0.3
            ? ("outlives" as const)
            : null;
      if (fault === null) return null;
      met.push({ type: "tool", ticketId, tool, nth, fault });
      return fault;
    },
    latencyMs: drawnLatencies(random, slowShare, (chain, delayMs) => {
      met.push({ type: "latency", chain, delayMs });
    }),
    person(popup) {
      // A popup that a resume shows again is decided as before.
      const before = decisions.get(popup.id) ?? null;
      if (before !== null) return before;
      const decision =
        popup.kind !== "in-doubt" && isWilful && random() < 0.3
          ? wilfulDecision(popup, random)
          : agreeableDecision(popup);
      if (decision === null) return null;
      decisions.set(popup.id, decision);
      met.push({ type: "person", popupId: popup.id, decision });
      return decision;
    },
    manners(popup) {
      const before = treated.get(popup.id);
      if (before !== undefined) return before;
      const absence = absenceOf();
      const odd = isOddPerson && random() < 0.4 ? [pick(random, oddHabits)] : hasteOf();
      const manners: Manners = {
        habits: absence.length > 0 ? absence : odd,
        forgeries: isForging && random() < 0.5 ? [pick(random, forgeries)] : [],
      };
      treated.set(popup.id, manners);
      const popupId = popup.id;
      for (const habit of manners.habits) met.push({ type: "person-habit", popupId, habit });
      for (const forgery of manners.forgeries)
        met.push({ type: "forged-answer", popupId, forgery });
      return manners;
    },
  };
  return { weather, met };
}

/** In one run of three the server has up to four habits, of which none contradicts another. */
function drawHabits(random: RandomSource, ways: readonly Habit[]): readonly Habit[] {
  if (ways.length === 0 || random() >= 1 / 3) return [];
  const drawn = Array.from({ length: 1 + upTo(random, 3) }, () => pick(random, ways));
  return compatibleHabits(drawn);
}

/** In one run of five a person speaks to one or two workers unasked, or gives a ticket up. */
function drawInterventions(random: RandomSource): readonly DrawnIntervention[] {
  if (random() >= 0.2) return [];
  return Array.from({ length: 1 + upTo(random, 1) }, () => ({
    says: random() < 0.3 ? "stop" : "instruct",
    atEvent: 20 + upTo(random, 150),
    nthTicket: upTo(random, 7),
  }));
}

/**
 * Trouble that is mended before the run is resumed. It has a random source of its own, so that the other faults of a seed
 * stay the same.
 */
function drawTrouble(random: RandomSource) {
  const share = random() < 0.35 ? 1 : 0;
  const kinds = refusals.filter(() => random() < 0.3 * share);
  const rate = pick(random, [0, 0.04, 0.15]) * share;
  const outageAtEvent = random() < 0.3 * share ? 2 + Math.floor(random() * 100) : null;
  const retriesMax = random() < 0.5 * share ? 1 : 0;
  let left = workspaceTroublesMax;
  return {
    kinds,
    outageAtEvent,
    retriesMax,
    workspace(): WorkspaceTrouble | null {
      if (left === 0 || random() >= rate) return null;
      left--;
      return random() < 0.8 ? "fails" : "tree-lost";
    },
  };
}

/** In most runs none; else one, or several in quick succession, so that a process also dies while it resumes. */
function drawCrashes(random: RandomSource): readonly number[] {
  if (random() >= 0.3) return [];
  return drawKills(random, 2 + Math.floor(random() * 150));
}

/** Any decision that the popup offers; a rejected plan is proposed anew, so that one is left out. */
function wilfulDecision(popup: Popup, random: RandomSource): Decision {
  const isPlan = popup.kind === "tracks" || popup.kind === "tickets";
  const types = popup.decisions.filter((type) => type !== "edit" && !(isPlan && type === "reject"));
  return decisionOf(pick(random, types), random);
}

function decisionOf(type: DecisionType, random: RandomSource): Decision {
  switch (type) {
    case "reject":
      return { type, reason: "not like this" };
    case "answer":
      return { type, text: "yes" };
    case "raise":
      return { type, tokens: null, costUsd: null };
    case "take":
      return { type, side: pick(random, ["branch", "ticket"] as const) };
    case "edit":
      return { type: "approve" };
    case "approve":
    case "always":
    case "abort":
    case "happened":
    case "redo":
    case "stop":
    case "retry":
      return { type };
  }
}

const refusals: readonly ((random: RandomSource) => ReplyFault)[] = [
  () => statusFault(401),
  () => statusFault(402),
];

type DrawReplyFault = (random: RandomSource) => ReplyFault;

/**
 * What a swarm draws of each type of fault of a reply. A type without draws has a random source of its own in this file, or
 * stands in scenarios only. One more draw here changes what each seed draws.
 */
const commonDraws: {
  readonly [Type in Exclude<ReplyFault["type"], SilentFault>]: readonly DrawReplyFault[];
} = {
  status: [
    () => statusFault(429, 2000),
    () => statusFault(429),
    () => statusFault(500),
    () => statusFault(529),
    () => statusFault(400),
  ],
  "connection-refused": [() => ({ type: "connection-refused" })],
  reset: [(random) => ({ type: "reset", afterEvents: upTo(random, 8) })],
  cut: [(random) => ({ type: "cut", afterEvents: upTo(random, 8) })],
  "error-event": [(random) => ({ type: "error-event", afterEvents: upTo(random, 8) })],
  stall: [(random) => ({ type: "stall", afterEvents: upTo(random, 8) })],
  chunking: [
    () => ({ type: "chunking", chunking: { type: "bytes", sizes: [1] } }),
    () => ({ type: "chunking", chunking: { type: "bytes", sizes: [2] } }),
    (random) => ({ type: "chunking", chunking: { type: "bytes", sizes: [1 + upTo(random, 400)] } }),
  ],
  "max-tokens": [() => ({ type: "max-tokens" })],
  refusal: [() => ({ type: "refusal" })],
  "malformed-json": [() => ({ type: "malformed-json" })],
  slow: [],
  habit: [],
  raw: [],
};
const commonFaults = Object.values(commonDraws).flat();

/** In few runs a model is slow. It has a random source of its own, so that the other faults of a seed stay the same. */
function slowness(random: RandomSource): readonly (() => ReplyFault)[] {
  if (random() >= 0.1) return [];
  const betweenMs = 1000 * (1 + upTo(random, 30));
  return [() => ({ type: "slow", betweenMs })];
}

/** Replies that say nothing, or that are no reply yet. */
const silentFaults = ["empty-reply", "thoughts-alone", "lost-calls", "paused"] as const;
type SilentFault = (typeof silentFaults)[number];
