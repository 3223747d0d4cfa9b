import type { Observation, Observer } from "../mock-provider/observer.ts";
import type { MockRequest, NextReply, ReplySource } from "../mock-provider/reply-source.ts";
import { readForeignRequest } from "./request/foreign-request.ts";
import { readScript } from "./script/foreign-script.ts";
import { meet } from "./meet/meet.ts";
import type { MetReply } from "./meet/meeting.ts";
import { meetByAddress } from "./meet/meet-by-address.ts";
import { explainMiss } from "./meet/miss-text.ts";
import { newRepliesState, type RepliesState, roundsIn } from "./meet/replies-state.ts";
import { glimpse } from "./request/request-glimpse.ts";
import type { Round } from "./meet/round.ts";
import { modelFaultsOf, type ScriptedModels, scriptedStepsOf } from "./script/scripted-step.ts";
import { type AnswerNews, settle } from "./meet/settle.ts";
import { settledReply } from "./script/settled-reply.ts";
import { type DrawForeignFault, strike } from "./meet/strike.ts";

/** Replies for clients that send no address. It observes what becomes of each answer, because a failed one may be retried. */
export interface ForeignReplies extends ReplySource, Observer {
  state(): RepliesState;
  /** Notes that our conductor met this reply by its address, with its `nth` try. It then counts as met. */
  metByAddress(step: number, nth: number): void;
  /** What came of each reply so far, time by time. */
  rounds(): readonly Round[];
}

/** Which reply a request gets, or in words why none. */
export type MatchOutcome = MetReply | { readonly type: "unmatched"; readonly message: string };

/**
 * Holds the state that `meet` and `settle` fold, with what is not data beside it: the replies as they are
 * written, and the tests that may be a user's code. `onDecided` learns of each request as it is decided.
 */
export function foreignReplies(
  scenario: ScriptedModels,
  onDecided: (request: MockRequest, outcome: MatchOutcome) => void,
  nowMs: () => number,
  drawFault: DrawForeignFault = () => null,
): ForeignReplies {
  const steps = scriptedStepsOf(scenario);
  const { script, tests } = readScript(
    steps,
    modelFaultsOf(scenario),
    scenario.whenSeveralFit ?? "refuse",
  );
  let state = newRepliesState(script);

  function unmatched(request: MockRequest, message: string): NextReply {
    onDecided(request, { type: "unmatched", message });
    return { type: "none", message };
  }

  /** Adds a drawn fault to a try for which the script has none. */
  function struck(met: MetReply): MetReply {
    if (met.fault !== null) return met;
    const { step, round, try: nth } = met;
    const fault = drawFault({ reply: steps[step]!.name, round, try: nth });
    if (fault === null) return met;
    state = strike(state, met, fault);
    return { ...met, fault };
  }

  return {
    state: () => state,
    rounds: () => roundsIn(state),
    next(request): NextReply {
      const read = readForeignRequest(request, tests, nowMs());
      const met = meet(state, read);
      const { meeting } = met;
      if (meeting.type === "missed") {
        ({ state } = met);
        return unmatched(request, explainMiss(state, read, meeting.miss, glimpse(request)));
      }
      const { name, reply } = steps[meeting.step]!;
      const settled = settledReply(name, reply, request);
      // The reply could not be made, so it stays unmet for the next request.
      if (settled.type === "failed")
        return unmatched(request, `${settled.why} The request was ${glimpse(request)}.`);
      ({ state } = met);
      const outcome = struck(meeting);
      onDecided(request, outcome);
      return { type: "reply", reply: settled.reply, fault: outcome.fault };
    },
    metByAddress(step, nth) {
      state = meetByAddress(state, step, nth);
    },
    observe(observation) {
      const news = newsIn(observation, nowMs);
      if (news !== null) state = settle(state, news);
    },
  };
}

function newsIn({ call, type }: Observation, nowMs: () => number): AnswerNews | null {
  switch (type) {
    case "request":
    case "raw":
      return null;
    case "sent":
      return { call, type: "begun" };
    case "ended":
      return { call, type: "ended" };
    case "refused":
      return { call, type: "failed" };
    case "aborted":
      return { call, type: "left", atMs: nowMs() };
  }
}
