import type { ForeignRequest } from "../request/foreign-request.ts";
import { differenceBetween } from "../request/request-identity.ts";
import { fitOfGroup, groupsFor, lackOf } from "./fitting.ts";
import { mayBeRetry, type Miss } from "./miss.ts";
import { nextOf, type RepliesState, withRound } from "./replies-state.ts";
import type { Met } from "./meeting.ts";
import { nextTry } from "./next-try.ts";
import { findResembled, findRetried, owedIn } from "./find-retried.ts";
import type { UnmetRound } from "./round.ts";

/**
 * Which reply a request meets. Replies are met in the order in which they are listed. A reply with a `when` begins a group:
 * it and the replies up to the next `when` are for requests that fit its test, and wait for those while other groups go on.
 * A retry (the client says so, or a try with the same conversation failed) is another try at the same reply. A reply that
 * calls tools needs a request that offers them, and the reply after it one that brings their results.
 */
export function meet(state: RepliesState, request: ForeignRequest): Met {
  const retried = findRetried(state, request);
  switch (retried.type) {
    case "again":
      return nextTry(state, retried.round, request.asked);
    case "barred":
      return missed(state, retried.miss);
    case "owed":
      return meetNext(withRound(state, retried.debtor), request);
    case "new":
      return meetNext(state, request);
  }
}

function meetNext(state: RepliesState, request: ForeignRequest): Met {
  const found = findNext(state, request);
  if (found.type === "next") return nextTry(state, found.round, request.asked);
  if (!mayBeRetry(found)) return missed(state, found);
  const resembled = findResembled(state, request);
  return resembled === undefined
    ? missed(withNearMisses(state, request), found)
    : nextTry(state, resembled, request.asked);
}

/** A reply that no request has met yet. */
interface Next {
  readonly type: "next";
  readonly round: UnmetRound;
}

function findNext(state: RepliesState, request: ForeignRequest): Next | Miss {
  const meant = groupsFor(state, request);
  const waiting = [...state.script.groups.keys()].filter(
    (group) => nextOf(state, group) !== undefined,
  );
  const ready = meant.filter((group) => waiting.includes(group));
  const [first] = ready;
  const testOf = (group: number) => state.script.groups[group]?.test?.index;
  if (first !== undefined) {
    const others = ready.filter((group) => testOf(group) !== testOf(first));
    if (others.length > 0 && state.script.whenSeveralFit === "refuse")
      return { type: "ambiguous", groups: [first, ...others] };
    return firstFit(
      state,
      ready.filter((group) => !others.includes(group)),
      request,
    );
  }
  for (const group of waiting) {
    const fit = fitOfGroup(state, group, request);
    if (fit.type === "threw") return { type: "untestable", group, why: fit.why };
  }
  if (meant.length > 0) return { type: "groups-used-up", groups: meant };
  const inOrder = waiting.find((group) => testOf(group) === undefined);
  if (inOrder !== undefined) return firstFit(state, [inOrder], request);
  return waiting.length === 0 ? { type: "all-used-up" } : { type: "others-wait", groups: waiting };
}

/** The next reply of the first of these groups whose next reply fits the request. */
function firstFit(
  state: RepliesState,
  groups: readonly number[],
  request: ForeignRequest,
): Next | Miss {
  const rounds = groups.flatMap((group) => nextOf(state, group) ?? []);
  const lacks = rounds.map((round) => lackOf(state, round, request));
  const round = rounds[lacks.indexOf(null)];
  return round === undefined ? { type: "unfit", why: lacks[0] ?? "" } : { type: "next", round };
}

const missed = (state: RepliesState, miss: Miss): Met => ({
  state,
  meeting: { type: "missed", miss },
});

/** Notes, for each reply that waits for a retry, the first request that may have been meant as it, and how it differs. */
function withNearMisses(state: RepliesState, request: ForeignRequest): RepliesState {
  const { asked } = request;
  return owedIn(state, request).reduce(
    (changed, round) =>
      round.nearMiss !== null
        ? changed
        : withRound(changed, {
            ...round,
            nearMiss: { call: asked.call, difference: differenceBetween(round.asked, asked) },
          }),
    state,
  );
}
