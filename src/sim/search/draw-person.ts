import type { Decision, DecisionType } from "../../core/gates/decision.ts";
import type { Popup } from "../../core/gates/popup.ts";
import type { DrawnFault } from "../drawn-fault.ts";
import type { EventPlace } from "../event-place.ts";
import type { DrawnIntervention, Weather } from "../faults.ts";
import { type RandomSource, randomFrom } from "../schedule.ts";
import { forgeries, type Manners, type PersonHabit } from "../world/manners.ts";
import { agreeableDecision } from "../world/popup-words.ts";
import { pick, upTo } from "./draw.ts";

const oddHabits = ["clicks-twice", "is-slow", "changes-mind", "leaves"] as const;
const absences = ["answers-from-elsewhere", "loses-the-terminal"] as const;

/** What kind of person decides in a run. */
interface Temper {
  /** Decides otherwise than would be agreeable, here and there. */
  readonly isWilful: boolean;
  readonly isOdd: boolean;
  readonly isForging: boolean;
}

/** The person of a seed; `meet` hears of each decision, habit and forgery that is drawn. */
export function drawPerson(
  seed: number,
  random: RandomSource,
  { isWilful, isOdd, isForging }: Temper,
  meet: (fault: DrawnFault) => void,
): Pick<Weather, "overrules" | "person" | "manners"> {
  const randomHands = randomFrom(seed ^ 0x4a9d);
  const isHasty = randomHands() < 0.2;
  const randomAbsence = randomFrom(seed ^ 0xab5e);
  const isElsewhere = randomAbsence() < 0.2;
  const randomWill = randomFrom(seed ^ 0x3117);
  const willRate = pick(randomWill, [0, 0, 0.1, 0.3]);
  const decisions = new Map<Popup["id"], Decision | null>();
  const treated = new Map<Popup["id"], Manners>();
  const hasteOf = (): readonly PersonHabit[] =>
    isHasty && randomHands() < 0.5 ? ["types-in-haste"] : [];
  const absenceOf = (): readonly PersonHabit[] =>
    isElsewhere && randomAbsence() < 0.5 ? [pick(randomAbsence, absences)] : [];
  /** A popup that a resume shows again is decided as before. */
  const decideOnce = (popup: Popup, draw: () => Decision | null): Decision | null => {
    const before = decisions.get(popup.id);
    if (before !== undefined) return before;
    const decision = draw();
    decisions.set(popup.id, decision);
    if (decision !== null) meet({ type: "person", popupId: popup.id, decision });
    return decision;
  };
  return {
    // What is in doubt, only who was there can tell.
    overrules: (popup) =>
      popup.kind === "in-doubt"
        ? null
        : decideOnce(popup, () =>
            randomWill() < willRate ? wilfulDecision(popup, randomWill) : null,
          ),
    person: (popup) => {
      if (decisions.get(popup.id) === null) decisions.delete(popup.id);
      return decideOnce(popup, () =>
        popup.kind !== "in-doubt" && isWilful && random() < 0.3
          ? wilfulDecision(popup, random)
          : agreeableDecision(popup),
      );
    },
    manners(popup) {
      const before = treated.get(popup.id);
      if (before !== undefined) return before;
      const absence = absenceOf();
      const odd = isOdd && random() < 0.4 ? [pick(random, oddHabits)] : hasteOf();
      const manners: Manners = {
        habits: absence.length > 0 ? absence : odd,
        forgeries: isForging && random() < 0.5 ? [pick(random, forgeries)] : [],
      };
      treated.set(popup.id, manners);
      const popupId = popup.id;
      for (const habit of manners.habits) meet({ type: "person-habit", popupId, habit });
      for (const forgery of manners.forgeries) meet({ type: "forged-answer", popupId, forgery });
      return manners;
    },
  };
}

/** Any decision that the popup offers; a rejected plan is proposed anew, so that one is left out. */
function wilfulDecision(popup: Popup, random: RandomSource): Decision {
  const isPlan = popup.kind === "tracks" || popup.kind === "tickets";
  const types = popup.decisions.filter((type) => type !== "edit" && !(isPlan && type === "reject"));
  return decisionOf(pick(random, types), popup, random);
}

function decisionOf(type: DecisionType, popup: Popup, random: RandomSource): Decision {
  switch (type) {
    case "reject":
      return { type, reason: "not like this" };
    case "answer":
      return { type, text: "yes" };
    case "raise":
      return { type, ...raisedTo(popup, random) };
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

/** No limit any more, or one that the next call just fits into, or does not by one token. */
function raisedTo(popup: Popup, random: RandomSource) {
  const lifted = { tokens: null, costUsd: null };
  if (popup.kind !== "budget" || popup.payload.limitTokens === null) return lifted;
  const { usedTokens, nextTokens } = popup.payload;
  const enough = usedTokens + nextTokens;
  return { tokens: pick(random, [null, enough, enough - 1]), costUsd: null };
}

/** Moments of a ticket at which something is under way for it, or waits. */
const momentsOfTickets = [
  "preparation.started",
  "tool.started",
  "check.started",
  "commit.started",
  "comparison.started",
  "model.started",
  "timer.started",
  "popup.opened",
  "session.paused",
  "effect.failed",
  "stream.completed",
] as const;

/**
 * In one run of five a person speaks to one or two workers unasked, or gives a ticket up: at any event, or while something
 * of a kind is under way for a ticket, to that one.
 */
export function drawInterventions(random: RandomSource): readonly DrawnIntervention[] {
  if (random() >= 0.2) return [];
  return Array.from({ length: 1 + upTo(random, 1) }, (): DrawnIntervention => {
    const says = random() < 0.4 ? "stop" : "instruct";
    if (random() < 0.3)
      return { says, atEvent: 20 + upTo(random, 150), nthTicket: upTo(random, 7) };
    const atEvent: EventPlace = { type: pick(random, momentsOfTickets), nth: 1 + upTo(random, 4) };
    return { says, atEvent, nthTicket: null };
  });
}
