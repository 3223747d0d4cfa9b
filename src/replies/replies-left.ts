import type { RepliesState } from "./meet/replies-state.ts";
import { roundsOfStep, stepProblems } from "./step-problems.ts";

/** How much of a script was met. */
export interface RepliesLeft {
  /** The names of replies that fewer requests have met than must. */
  readonly replies: readonly string[];
  /** How many replies must be met, and how many of those reached their client. */
  readonly of: number;
  readonly used: number;
  /** How many further replies are for any number of requests. */
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
