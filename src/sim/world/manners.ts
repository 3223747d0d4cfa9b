import type { Decision } from "../../core/gates/decision.ts";
import { type Answer, type Popup } from "../../core/gates/popup.ts";
import type { JsonObject } from "../../core/json.ts";
import { popupId } from "../../core/ids.ts";

/** How a person treats one popup, besides deciding it. Each must change nothing but when it is decided. */
export const personHabits = [
  "clicks-twice",
  "is-slow",
  "changes-mind",
  "leaves",
  "types-in-haste",
] as const;
export type PersonHabit = (typeof personHabits)[number];

/** An answer that fits no popup, sent when one is shown. Each must be refused, and told. */
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

/** What a person does about a popup whom no scenario scripted. */
export interface Manners {
  readonly habits: readonly PersonHabit[];
  readonly forgeries: readonly Forgery[];
}

export const plainManners: Manners = { habits: [], forgeries: [] };

/** How long one who is slow takes: longer than a run takes for most else. */
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
      return { popupId: id, payloadHash, decision: decisions.includes("edit") ? retry : edit };
    case "unknown-popup":
      return { popupId: popupId(`${id}:forged`), payloadHash, decision };
    case "not-offered":
      return {
        popupId: id,
        payloadHash,
        decision: decisions.includes("retry") ? { type: "stop" } : retry,
      };
    case "unfit-edit":
      // Of no kind's shape: a plan, a start and a call each lack what they need.
      return { popupId: id, payloadHash, decision: { type: "edit", payload: unfit } };
    case "too-early":
      return { popupId: popupId(next(id)), payloadHash, decision };
  }
}

const unfit: JsonObject = { tracks: 0, tickets: 0, prompt: "", input: 0 };

const retry: Decision = { type: "retry" };

/** The second, different decision that a person with second thoughts sends. */
export const otherThan = ({ type }: Decision, { decisions }: Popup): Decision =>
  type !== "abort" && decisions.includes("abort")
    ? { type: "abort" }
    : { type: "reject", reason: "on second thoughts, no" };

/** The id of the popup that may open next: `spawn:A:2` after `spawn:A:1`. */
const next = (id: string): string => id.replace(/\d+$/, (number) => String(Number(number) + 1));
