import type { RepliesState } from "./replies-state.ts";
import { roundsOfStep, stepProblems } from "./step-problems.ts";

/** How much of a script was met. */
export interface RepliesLeft {
  /** The names of those that no request has met so often as it must. */
  readonly replies: readonly string[];
  /** Those that must be met, and how many of them reached who asked. */
  readonly of: number;
  readonly used: number;
  /** Besides them, those that are for any number of requests. */
  readonly always: number;
}

export function repliesLeft(state: RepliesState): RepliesLeft {
  const { steps } = state.script;
  const due = [...steps.entries()].filter(([, { reply }]) => reply.times !== "any");
  const left = due.filter(
    ([step]) =>
      !state.addressed.includes(step) &&
      roundsOfStep(state, step).some((round) => round.state === "unmet"),
  );
  const used = due.filter(([step]) =>
    stepProblems(state, step).every(({ type }) => type === "unused-fault"),
  );
  return {
    replies: left.map(([, { name }]) => name),
    of: due.length,
    used: used.length,
    always: steps.length - due.length,
  };
}
