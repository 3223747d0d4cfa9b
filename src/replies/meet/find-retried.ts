import type { ForeignRequest } from "../request/foreign-request.ts";
import { sameTools } from "../request/request-identity.ts";
import { isFor, isWelcome, lackOf, lackOfToolsIn } from "./fitting.ts";
import type { Miss } from "./miss.ts";
import { metRoundsIn, type RepliesState } from "./replies-state.ts";
import { isOver, mayComeAgain, type MetRound } from "./round.ts";

/** Whether a request is another try at a reply that was met before. */
export type RetryFinding =
  | { readonly type: "again"; readonly round: MetRound }
  /** It is a retry, but of a reply that it cannot have. */
  | { readonly type: "barred"; readonly miss: Miss }
  /** It is a retry of a try that another request with the same words has taken up. It meets a new reply instead. */
  | { readonly type: "owed"; readonly debtor: MetRound }
  | { readonly type: "new" };

/** A request is a retry if its client says so, or if a try with the same conversation failed. */
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
  // The client changed the conversation a little between the tries, or did not receive what we sent completely.
  const sent = same.filter((round) => !isOver(round, round.asked));
  const round =
    same.length === 0
      ? rounds.findLast((one) => isFailed(one) && isHeir(state, one, request))
      : (sent.findLast(hasSameBody) ?? sent.at(-1));
  return round === undefined ? { type: "new" } : { type: "again", round };
}

/** The reply of which a request that met none is probably a retry: both end with the same words. */
export const findResembled = (state: RepliesState, request: ForeignRequest): MetRound | undefined =>
  metRoundsIn(state).findLast(
    (round) =>
      isFailed(round) &&
      round.asked.lastWords === request.asked.lastWords &&
      sameTools(round.asked, request.asked) &&
      isHeir(state, round, request),
  );

/** The replies that failed and fit a request, so that it may be meant as their retry. */
export const owedIn = (state: RepliesState, request: ForeignRequest): readonly MetRound[] =>
  metRoundsIn(state).filter((round) => isFailed(round) && isWelcome(state, round, request));

const isFailed = ({ state }: MetRound): boolean => state === "failed";

const isHeir = (state: RepliesState, round: MetRound, request: ForeignRequest): boolean =>
  isWelcome(state, round, request) && lackOf(state, round, request) === null;
