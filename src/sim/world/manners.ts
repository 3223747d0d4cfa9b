import type { Decision } from "../../core/gates/decision.ts";
import { type Answer, type Popup } from "../../core/gates/popup.ts";
import type { JsonObject } from "../../core/json.ts";
import { popupId } from "../../core/ids.ts";

/**
 * How a person may behave at a popup besides deciding it. A habit may change when a popup is decided, and nothing else.
 * Who leaves, or loses the terminal, answers once the run waits and is resumed; who answers from elsewhere does so before
 * the resume.
 */
export const personHabits = [
  "clicks-twice",
  "is-slow",
  "changes-mind",
  "leaves",
  "answers-from-elsewhere",
  "loses-the-terminal",
  "types-in-haste",
] as const;
export type PersonHabit = (typeof personHabits)[number];

const absences: ReadonlySet<PersonHabit> = new Set([
  "leaves",
  "answers-from-elsewhere",
  "loses-the-terminal",
]);
export const isAbsence = (habit: PersonHabit): boolean => absences.has(habit);

/** Wrong answers that are sent while a popup is open. The core must refuse each, and log that it did. */
export const forgeries = [
  "wrong-hash",
  "edit-of-another",
  "unknown-popup",
  "not-offered",
  "edit-not-offered",
  "too-early",
  "unfit-edit",
] as const;
export type Forgery = (typeof forgeries)[number];

/** What a person does at a popup that the scenario does not script. */
export interface Manners {
  readonly habits: readonly PersonHabit[];
  readonly forgeries: readonly Forgery[];
}

export const plainManners: Manners = { habits: [], forgeries: [] };

/** How long a slow person takes: longer than most other work in a run. */
export const slowMs = 20_000;

export function forged({ id, payloadHash, payload, decisions }: Popup, forgery: Forgery): Answer {
  const decision: Decision = { type: "approve" };
  const edit: Decision = { type: "edit", payload: { ...payload } as unknown as JsonObject };
  switch (forgery) {
    case "wrong-hash":
      return { popupId: id, payloadHash: `${payloadHash.slice(1)}0`, decision };
    case "edit-of-another":
      return { popupId: id, payloadHash: `${payloadHash.slice(1)}0`, decision: edit };
    case "edit-not-offered":
      return {
        popupId: id,
        payloadHash,
        decision: decisions.includes("edit") ? notOffered(decisions) : edit,
      };
    case "unknown-popup":
      return { popupId: popupId(`${id}:forged`), payloadHash, decision };
    case "not-offered":
      return { popupId: id, payloadHash, decision: notOffered(decisions) };
    case "unfit-edit":
      // The payload of no popup kind has this shape: a plan, a spawn and a call each lack a required member.
      return { popupId: id, payloadHash, decision: { type: "edit", payload: unfit } };
    case "too-early":
      return { popupId: popupId(next(id)), payloadHash, decision };
  }
}

const unfit: JsonObject = { tracks: 0, tickets: 0, prompt: "", input: 0 };

/** The first of these that the popup does not offer. */
const notOffered = (offered: Popup["decisions"]): Decision =>
  (["always", "retry", "stop"] as const)
    .filter((type) => !offered.includes(type))
    .map((type): Decision => ({ type }))[0] ?? { type: "redo" };

/** The second decision of a person who changes their mind: another one than the first. */
export const otherThan = ({ type }: Decision, { decisions }: Popup): Decision =>
  type !== "abort" && decisions.includes("abort")
    ? { type: "abort" }
    : { type: "reject", reason: "on second thoughts, no" };

/** The id of the popup that may open next: `spawn:A:2` after `spawn:A:1`. */
const next = (id: string): string => id.replace(/\d+$/, (number) => String(Number(number) + 1));
