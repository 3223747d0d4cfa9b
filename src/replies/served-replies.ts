import { belongs } from "../mock-provider/model-script.ts";
import type { Observer } from "../mock-provider/observer.ts";
import { faultWords, type ReplyFault } from "../mock-provider/reply-fault.ts";
import type { MockRequest, ReplySource } from "../mock-provider/reply-source.ts";
import { addressReplies } from "./address-replies.ts";
import { foreignReplies } from "./foreign-replies.ts";
import { type RepliesLeft, repliesLeft } from "./replies-left.ts";
import type { ServedProblem } from "./reply-problem.ts";
import { listed, noRequestProblems, withUnexpected, withUnmatched } from "./request-problems.ts";
import type { DrawForeignFault } from "./meet/strike.ts";
import {
  isAt,
  modelFaultsOf,
  type ScriptedModels,
  scriptedStepsOf,
} from "./script/scripted-step.ts";
import { stepProblems } from "./step-problems.ts";
import { unmetExpectation } from "./unmet-expectation.ts";

/** What became of one request for a reply. */
export type ServedRequest =
  | {
      readonly type: "met";
      /** As the scenario spells it: `tier3("T-1") reply 2`; of a script that is only served, `reply 2`. */
      readonly reply: string;
      readonly try: number;
      readonly fault: ReplyFault["type"] | null;
    }
  | { readonly type: "unmatched"; readonly message: string };

/** A scenario's replies for any client: our conductor meets them by its addresses, other clients by what they say. */
export interface ServedReplies extends ReplySource, Observer {
  /** Replies that are still to be met, of all that must be. */
  left(): RepliesLeft;
  /**
   * Requests that no reply was meant for, and requests without what their reply expects (the first hundred of each); replies
   * that no request has met, and replies that never reached their client.
   */
  problems(): readonly ServedProblem[];
}

/** `nowMs` is used to measure how long a client stayed connected. `onServed` is called with each request once it is decided. */
export function servedReplies(
  scenario: ScriptedModels,
  nowMs: () => number,
  onServed: (request: MockRequest, served: ServedRequest) => void,
  drawFault?: DrawForeignFault,
): ServedReplies {
  const steps = scriptedStepsOf(scenario);
  let requests = noRequestProblems;

  const foreign = foreignReplies(
    scenario,
    (request, outcome) => {
      if (outcome.type === "unmatched") {
        const { message } = outcome;
        requests = withUnmatched(requests, { type: "unmatched-request", message }, request.call);
        return onServed(request, outcome);
      }
      const { name, reply } = steps[outcome.step]!;
      const unmet = unmetExpectation(name, reply, request);
      if (unmet !== null) requests = withUnexpected(requests, unmet);
      const fault = outcome.fault?.type ?? null;
      return onServed(request, { type: "met", reply: name, try: outcome.try, fault });
    },
    nowMs,
    drawFault,
  );

  let addressedCall: number | null = null;
  const addressed = addressReplies(
    scenario,
    (problem) => {
      requests = withUnmatched(requests, problem, addressedCall);
    },
    () => null,
  );

  return {
    next(request) {
      const { address, call } = request;
      if (address === null) return foreign.next(request);
      addressedCall = call;
      const next = addressed.next(request);
      if (next.type === "none") {
        onServed(request, { type: "unmatched", message: next.message });
        return next;
      }
      const step = steps.findIndex(
        ({ script, turn }) => turn === address.turn && belongs(script, address),
      );
      foreign.metByAddress(step, address.try);
      const { name } = steps[step]!;
      const fault = next.fault?.type ?? null;
      onServed(request, { type: "met", reply: name, try: address.try, fault });
      return next;
    },
    observe: foreign.observe,
    left: () => repliesLeft(foreign.state()),
    problems: () => [
      ...listed(requests),
      ...[...steps.keys()].flatMap((step) => stepProblems(foreign.state(), step)),
      ...strayFaults(scenario),
    ],
  };
}

/** Faults for calls that have no scripted reply. */
function strayFaults(scenario: ScriptedModels): readonly ServedProblem[] {
  const steps = scriptedStepsOf(scenario);
  return modelFaultsOf(scenario)
    .filter(({ call }) => !steps.some((step) => isAt(call, step)))
    .map(({ fault, call }) => ({
      type: "unused-fault",
      message: `The fault ${faultWords(fault)} is on ${call.tier}, turn ${call.turn}, where there is no reply.`,
      reply: null,
      number: null,
    }));
}
