import type { ForeignRequest } from "./foreign-request.ts";
import { differenceBetween } from "./request-identity.ts";
import { fitOfGroup, groupsFor, lackOf } from "./fitting.ts";
import { mayBeRetry, type Miss } from "./miss.ts";
import { nextOf, type RepliesState, withRound } from "./replies-state.ts";
import type { Met } from "./meeting.ts";
import { nextTry } from "./next-try.ts";
import { findResembled, findRetried, owedIn } from "./find-retried.ts";
import type { UnmetRound } from "./round.ts";

/**
 * Which reply a request meets. By order: the scripts' replies as they are listed. By content: from a reply with
 * a `when` on, up to the next such one, they are for the requests that it holds for, and wait for them while
 * others go on. A retry (by the client's own word, or the same conversation after a failed try) is another try
 * at the same reply. What calls tools is for who offers them, and what comes after it for who brings their
 * results.
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

/** A reply that nobody has met yet. */
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

/** The next reply of the first of these groups that asks for nothing which the request lacks. */
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

/** Keeps the first request that each reply may have been waiting for, and why it is not that. */
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
