import type { ReplyProblem, ServedProblem } from "./reply-problem.ts";
import { countText } from "../core/words/count-text.ts";

/** What is wrong with the requests that came: the first hundred of each kind, and how many there were. */
export interface RequestProblems {
  /** No reply was meant for them. */
  readonly unmatched: readonly ServedProblem[];
  readonly unmatchedCount: number;
  /** Requests that do not hold what their reply's `expects` asks for. */
  readonly unexpected: readonly ServedProblem[];
}

const keptMax = 100;

export const noRequestProblems: RequestProblems = {
  unmatched: [],
  unmatchedCount: 0,
  unexpected: [],
};

/** `number`: that of the request. */
export function withUnmatched(
  problems: RequestProblems,
  problem: ReplyProblem,
  number: number | null,
): RequestProblems {
  return {
    ...problems,
    unmatched: kept(problems.unmatched, { ...problem, reply: null, number }),
    unmatchedCount: problems.unmatchedCount + 1,
  };
}

export const withUnexpected = (
  problems: RequestProblems,
  problem: ServedProblem,
): RequestProblems => ({ ...problems, unexpected: kept(problems.unexpected, problem) });

const kept = (problems: readonly ServedProblem[], next: ServedProblem): readonly ServedProblem[] =>
  problems.length < keptMax ? [...problems, next] : problems;

/** All problems as a list. Unmatched requests that were only counted are one further problem. */
export function listed({
  unmatched,
  unmatchedCount,
  unexpected,
}: RequestProblems): readonly ServedProblem[] {
  const more = unmatchedCount - unmatched.length;
  const message = `No reply was meant for ${countText(more, "more request")}.`;
  const others: readonly ServedProblem[] =
    more === 0 ? [] : [{ type: "unmatched-request", message, reply: null, number: null }];
  return [...unmatched, ...others, ...unexpected];
}
