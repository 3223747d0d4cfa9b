import { faultWords } from "../mock-provider/fault-effect.ts";
import { belongs } from "../mock-provider/model-script.ts";
import type { Observer } from "../mock-provider/observer.ts";
import type { Reply, ReplyFault } from "../mock-provider/reply.ts";
import type { MockRequest, NextReply, ReplySource } from "../mock-provider/reply-source.ts";
import { scriptedReplies } from "./address-replies.ts";
import { type Decision, foreignReplies } from "./foreign-replies.ts";
import type { FaultPlace } from "./replies-state.ts";
import type { ReplyProblem } from "./reply-problem.ts";
import { glimpse } from "./request-glimpse.ts";
import { describeTest, fitOf, textOf } from "./request-test.ts";
import { isAt, modelFaultsOf, type ScriptedModels, stepsOf } from "./scripted-step.ts";
import { idleFaults, roundsOfStep, stepProblems } from "./step-problems.ts";

/** What is wrong with what was served; `reply` is the name of the one that it is about, if any. */
export interface ServedProblem extends ReplyProblem {
  readonly reply: string | null;
  /** That of the request that it is about, if any. */
  readonly number: number | null;
}

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

/** A scenario's models for whoever asks: our conductor, by its addresses; any other client without. */
export interface ServedReplies extends ReplySource, Observer {
  /** Replies that are still to be met, of all that must be. */
  left(): RepliesLeft;
  /**
   * Requests that no reply was meant for or that hold not what their reply expects, the first hundred of each;
   * replies that no request has met, and those that never reached who asked for them.
   */
  problems(): readonly ServedProblem[];
}

/** How much of a scenario was played. */
export interface RepliesLeft {
  /** Those that no request has met so often as it must. */
  readonly replies: readonly string[];
  /** Those that must be met, and how many of them reached who asked. */
  readonly of: number;
  readonly used: number;
  /** Besides them, those that are for any number of requests. */
  readonly always: number;
}

const keptMax = 100;

/** `nowMs` tells how long a client stayed. `onServed` is told of every request for a reply as it is decided. */
export function servedReplies(
  scenario: ScriptedModels,
  nowMs: () => number,
  onServed: (request: MockRequest, served: ServedRequest) => void,
): ServedReplies {
  const unmatched: ServedProblem[] = [];
  const unexpected: ServedProblem[] = [];
  let unmatchedCount = 0;
  function report(problem: ReplyProblem, number: number | null): void {
    unmatchedCount += 1;
    if (unmatched.length < keptMax) unmatched.push({ ...problem, reply: null, number });
  }
  let addressedCall: number | null = null;
  const addressed = scriptedReplies(
    scenario,
    (problem) => report(problem, addressedCall),
    () => null,
  );
  const foreign = foreignReplies(scenario, serveForeign, nowMs);
  const steps = stepsOf(scenario);
  const metByAddress = new Set<number>();
  const faultsMetByAddress: FaultPlace[] = [];

  function serveAddressed({ address }: MockRequest, next: NextReply): ServedRequest {
    if (next.type === "none" || address === null)
      return { type: "unmatched", message: next.type === "none" ? next.message : "" };
    const step = steps.findIndex(
      ({ script, turn }) => turn === address.turn && belongs(script, address),
    );
    if (step >= 0) metByAddress.add(step);
    const { name, faults } = foreign.state().script.steps[step] ?? {
      name: address.tier,
      faults: [],
    };
    const fault = faults.findIndex((one) => one.try === address.try);
    if (fault >= 0) faultsMetByAddress.push({ step, fault });
    return { type: "met", reply: name, try: address.try, fault: next.fault?.type ?? null };
  }

  function serveForeign(request: MockRequest, decision: Decision): void {
    if (decision.type === "unmatched") {
      const { message } = decision;
      report({ type: "unmatched-request", message }, request.call);
      onServed(request, { type: "unmatched", message });
      return;
    }
    const { name, reply } = steps[decision.step]!;
    const message = unmetExpectation(name, reply, request);
    if (message !== null && unexpected.length < keptMax)
      unexpected.push({ type: "unmet-expectation", message, reply: name, number: request.call });
    const fault = decision.fault?.type ?? null;
    onServed(request, { type: "met", reply: name, try: decision.try, fault });
  }

  const problemsOf = (step: number): readonly ServedProblem[] =>
    metByAddress.has(step)
      ? idleFaults(foreign.state(), step, [...foreign.state().metFaults, ...faultsMetByAddress])
      : stepProblems(foreign.state(), step);

  /** Faults that stand at no reply. */
  const strayFaults = (): readonly ServedProblem[] =>
    modelFaultsOf(scenario)
      .filter(({ call }) => !steps.some((step) => isAt(call, step)))
      .map(({ fault, call }) => ({
        type: "unused-fault",
        message: `The fault ${faultWords(fault)} is on ${call.tier}, turn ${call.turn}, where there is no reply.`,
        reply: null,
        number: null,
      }));

  return {
    next(request) {
      if (request.address === null) return foreign.next(request);
      addressedCall = request.call;
      const next = addressed.next(request);
      onServed(request, serveAddressed(request, next));
      return next;
    },
    observe: foreign.observe,
    left() {
      const due = [...steps.keys()].filter((step) => steps[step]!.reply.times !== "any");
      const isLeft = (step: number) =>
        !metByAddress.has(step) &&
        roundsOfStep(foreign.state(), step).some(({ state }) => state === "unmet");
      const used = due.filter((step) =>
        problemsOf(step).every(({ type }) => type === "unused-fault"),
      );
      return {
        replies: due.filter(isLeft).map((step) => steps[step]!.name),
        of: due.length,
        used: used.length,
        always: steps.length - due.length,
      };
    },
    problems: () => [
      ...unmatched,
      ...moreUnmatched(unmatchedCount - unmatched.length),
      ...unexpected,
      ...[...steps.keys()].flatMap(problemsOf),
      ...strayFaults(),
    ],
  };
}

/** Those that were not kept, in one. */
function moreUnmatched(count: number): readonly ServedProblem[] {
  if (count === 0) return [];
  const requests = count === 1 ? "1 more request" : `${count} more requests`;
  const message = `No reply was meant for ${requests}.`;
  return [{ type: "unmatched-request", message, reply: null, number: null }];
}

/** What the request that met a reply should have held, and did not; `null` where nothing is amiss. */
function unmetExpectation(name: string, { expects }: Reply, request: MockRequest): string | null {
  if (expects === undefined) return null;
  const fit = fitOf(expects, request.body, textOf(request.body));
  if (fit.type === "holds") return null;
  const why = fit.type === "threw" ? `; its test failed: ${fit.why}` : "";
  return `#${request.call} met ${name}, which expects a request that ${describeTest(expects)}${why}; it was ${glimpse(request)}.`;
}
