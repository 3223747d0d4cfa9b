import type { ForeignRequest } from "./foreign-request.ts";
import { sameTools } from "./request-identity.ts";
import { isFor, isWelcome, lackOf, lackOfToolsIn } from "./fitting.ts";
import type { Miss } from "./miss.ts";
import { metRoundsIn, type RepliesState } from "./replies-state.ts";
import { isOver, mayComeAgain, type MetRound } from "./round.ts";

/** Whether a request is another try at a reply that was met before. */
export type RetryFinding =
  | { readonly type: "again"; readonly round: MetRound }
  /** It is, and can't be had. */
  | { readonly type: "barred"; readonly miss: Miss }
  /** Another request took what it asks for again: it gets a new reply for that. */
  | { readonly type: "owed"; readonly debtor: MetRound }
  | { readonly type: "new" };

/** By the client's own word, or because a try with the same conversation failed. */
export function findRetried(state: RepliesState, request: ForeignRequest): RetryFinding {
  const { asked, isRetry } = request;
  const rounds = metRoundsIn(state);
  const same = rounds.filter((round) => round.asked.conversation === asked.conversation);
  const hasSameBody = (round: MetRound) => round.asked.body === asked.body;

  const again = same.filter((round) => mayComeAgain(round, asked) && isFor(state, round, request));
  const taken = again.find(hasSameBody) ?? again[0];
  if (taken !== undefined) {
    const why = lackOfToolsIn(state, taken, request);
    if (why !== null) return { type: "barred", miss: { type: "unfit-retry", why } };
    const owedTo = isRetry ? taken.owedTo : taken.asked.body;
    return { type: "again", round: { ...taken, owedTo } };
  }
  const over = same.find((round) => isOver(round, asked) && isFor(state, round, request));
  if (over !== undefined) return { type: "barred", miss: { type: "given-up", round: over } };
  if (!isRetry) return { type: "new" };
  const debtor = same.find((round) => round.owedTo === asked.body);
  if (debtor !== undefined) return { type: "owed", debtor: { ...debtor, owedTo: null } };
  // What it says changed a little from try to try; or it did not get what was sent, whatever we saw.
  const sent = same.filter((round) => !isOver(round, round.asked));
  const round =
    same.length === 0
      ? rounds.findLast((one) => isFailed(one) && isHeir(state, one, request))
      : (sent.findLast(hasSameBody) ?? sent.at(-1));
  return round === undefined ? { type: "new" } : { type: "again", round };
}

/** Which reply a request that met nothing is a retry of: what it says last is the same. */
export const findResembled = (state: RepliesState, request: ForeignRequest): MetRound | undefined =>
  metRoundsIn(state).findLast(
    (round) =>
      isFailed(round) &&
      round.asked.lastWords === request.asked.lastWords &&
      sameTools(round.asked, request.asked) &&
      isHeir(state, round, request),
  );

/** The replies that failed, and whose retry a request might have been. */
export const owedIn = (state: RepliesState, request: ForeignRequest): readonly MetRound[] =>
  metRoundsIn(state).filter((round) => isFailed(round) && isWelcome(state, round, request));

const isFailed = ({ state }: MetRound): boolean => state === "failed";

const isHeir = (state: RepliesState, round: MetRound, request: ForeignRequest): boolean =>
  isWelcome(state, round, request) && lackOf(state, round, request) === null;
