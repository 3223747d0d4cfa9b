import { type RepliesState, roundAt, stepAt, withRound } from "./replies-state.ts";
import type { MetRound } from "./round.ts";

/** What became of the answer to a request. */
export type AnswerNews = { readonly call: number } &
  /** Some of it was sent. */
  (
    | { readonly type: "begun" }
    /** Everything that the script has for it was sent. */
    | { readonly type: "ended" }
    /** The mock itself refused the request. */
    | { readonly type: "failed" }
    /** The client went away before the end. */
    | { readonly type: "left"; readonly atMs: number }
  );

/** Folds what became of an answer into the state. News of an unknown answer, or of one that has ended, changes nothing. */
export function settle(state: RepliesState, news: AnswerNews): RepliesState {
  const { call, type } = news;
  const answer = state.underWay.find((one) => one.call === call);
  if (answer === undefined || (type === "begun" && answer.hasBegun)) return state;
  const others = state.underWay.filter((one) => one !== answer);
  const underWay = type === "begun" ? [...others, { ...answer, hasBegun: true }] : others;
  const round = roundAt(state, answer);
  // The end of a try no longer matters once it has failed or a further try has begun.
  return round?.state === "open" && round.asked.call === call
    ? { ...withRound(state, settled(state, round, news, answer.hasBegun)), underWay }
    : { ...state, underWay };
}

function settled(
  state: RepliesState,
  round: MetRound,
  news: AnswerNews,
  hadBegun: boolean,
): MetRound {
  switch (news.type) {
    case "begun":
      return { ...round, isUsed: true };
    case "ended":
      return { ...round, isUsed: true, state: "delivered", left: null };
    case "failed":
      return { ...round, state: "failed" };
    case "left": {
      const isEarly = hadBegun && stepAt(state, round).reply.leaves !== true;
      const left = isEarly
        ? { call: news.call, afterMs: news.atMs - round.asked.atMs }
        : round.left;
      return { ...round, state: "failed", left };
    }
  }
}
