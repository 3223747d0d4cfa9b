import type { Popup } from "../../core/gates/popup.ts";
import type { PopupMatch, Scenario, UserAnswer } from "../scenario.ts";

/** A scripted answer, with those that must be used before it (`sequence`) and those of which one is enough (`either`). */
export interface Scripted {
  readonly answer: UserAnswer;
  readonly after: Scripted | null;
  /** The answers of the same `either`, this one included; empty where it stands in none. */
  readonly rivals: readonly UserAnswer[];
}

export function scriptedAnswers(scenario: Scenario): readonly Scripted[] {
  return scenario.user.flatMap((step) => {
    switch (step.type) {
      case "answer":
        return [{ answer: step, after: null, rivals: [] }];
      case "either":
        return step.steps.map((answer) => ({ answer, after: null, rivals: step.steps }));
      case "sequence": {
        let after: Scripted | null = null;
        return step.steps.map((answer) => {
          after = { answer, after, rivals: [] };
          return after;
        });
      }
    }
  });
}

export const isNext = ({ after }: Scripted, used: ReadonlyMap<Scripted, Popup>): boolean =>
  after === null || used.has(after);

export function fits(answer: UserAnswer, popup: Popup): boolean {
  return mismatch(answer, popup) === null;
}

/** Why an answer is not for a popup; `null` where it is. */
export function mismatch({ match, decision }: UserAnswer, popup: Popup): string | null {
  if (match.kind !== popup.kind) return `it is for a ${match.kind} popup`;
  if (match.trackId !== null && match.trackId !== popup.trackId) {
    return `it is for track "${match.trackId}"`;
  }
  if (match.ticketId !== null && match.ticketId !== popup.ticketId) {
    return `it is for ticket "${match.ticketId}"`;
  }
  const tool = popup.kind === "tool" || popup.kind === "in-doubt" ? popup.payload.tool : null;
  if (match.tool !== null && match.tool !== tool) return `it is for the tool "${match.tool}"`;
  if (match.attempt !== null && popup.attempt !== null && match.attempt !== popup.attempt) {
    return `it is for attempt ${match.attempt}, and this is attempt ${popup.attempt}`;
  }
  // A budget popup asks for tokens and dollars, which are raised, or for time, which is approved.
  if (decision !== null && !popup.decisions.includes(decision.type))
    return `this popup offers ${popup.decisions.join(", ")}; not ${decision.type}`;
  return null;
}

export function sameMatch(a: PopupMatch, b: PopupMatch): boolean {
  return (
    a.kind === b.kind &&
    a.trackId === b.trackId &&
    a.ticketId === b.ticketId &&
    a.tool === b.tool &&
    a.attempt === b.attempt
  );
}
