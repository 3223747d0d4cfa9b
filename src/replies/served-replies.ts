import type { Observer } from "../mock-provider/observer.ts";
import type { ReplyFault } from "../mock-provider/reply.ts";
import { belongs, type ModelFault } from "../mock-provider/model-script.ts";
import type { MockRequest, NextReply, ReplySource } from "../mock-provider/reply-source.ts";
import { faultWords } from "../mock-provider/fault-effect.ts";
import { foreignReplies } from "./foreign-replies.ts";
import {
  type ForeignStep,
  isAt,
  modelFaultsOf,
  type Round,
  type ScriptedModels,
  stepsOf,
} from "./foreign-step.ts";
import type { ReplyProblem } from "./reply-problem.ts";
import { glimpseOf } from "./reply-glimpse.ts";
import { glimpse, shortFault } from "./foreign-words.ts";
import { describeTest, fitOf, textOf } from "./request-test.ts";
import { scriptedReplies } from "./address-replies.ts";

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
  const foreign = foreignReplies(
    scenario,
    (message, call) => report({ type: "unmatched-request", message }, call),
    nowMs,
  );
  const steps = stepsOf(scenario);
  const faults = modelFaultsOf(scenario);
  // Steps, since a scenario may hold the same reply twice.
  const metByAddress = new Set<ForeignStep>();
  const metFaults = new Set<ModelFault>();

  function serveAddressed({ address }: MockRequest, next: NextReply): ServedRequest {
    if (next.type === "none" || address === null)
      return { type: "unmatched", message: next.type === "none" ? next.message : "" };
    const step = steps.find(
      ({ script, turn }) => turn === address.turn && belongs(script, address),
    );
    if (step !== undefined) metByAddress.add(step);
    const fault = faults.find(
      ({ call }) => step !== undefined && isAt(call, step) && call.try === address.try,
    );
    if (fault !== undefined) metFaults.add(fault);
    const name = step?.name ?? address.tier;
    return { type: "met", reply: name, try: address.try, fault: next.fault?.type ?? null };
  }

  function serveForeign(request: MockRequest, next: NextReply): ServedRequest {
    const meeting = foreign.lastMeeting();
    if (next.type === "none" || meeting === null)
      return { type: "unmatched", message: next.type === "none" ? next.message : "" };
    const { round, fault } = meeting;
    if (fault !== null) metFaults.add(fault);
    const message = unmetExpectation(round, request);
    if (message !== null && unexpected.length < keptMax)
      unexpected.push({
        type: "unmet-expectation",
        message,
        reply: round.name,
        number: request.call,
      });
    return { type: "met", reply: round.name, try: meeting.try, fault: next.fault?.type ?? null };
  }

  const roundsOf = (step: ForeignStep): readonly Readonly<Round>[] =>
    foreign.rounds().filter((round) => round.script === step.script && round.turn === step.turn);

  /** What is wrong with one reply; one thing, for the rest follows from it. */
  function problemsOf(step: ForeignStep): readonly ServedProblem[] {
    if (metByAddress.has(step)) return idleFaults(step);
    const rounds = roundsOf(step);
    const { name: reply } = step;
    const message = unusedWords(step, rounds);
    const number = rounds.find(({ isUsed, asked }) => !isUsed && asked !== null)?.asked?.call;
    if (message !== null) return [{ type: "unused-reply", message, reply, number: number ?? null }];
    const left = rounds.find((round) => round.left !== null)?.left ?? null;
    if (left === null) return idleFaults(step);
    const told = `${step.name} was left half-read (#${left.call}, after ${Math.round(left.afterMs)} ms), and nobody came for it again. Where the client is to leave, write .leaves() after the reply.`;
    return [{ type: "left-reply", message: told, reply, number: left.call }];
  }

  function idleFaults(step: ForeignStep): readonly ServedProblem[] {
    if (isForAny(step) && roundsOf(step).every(({ state }) => state === "unmet")) return [];
    return faults
      .filter((fault) => isAt(fault.call, step) && !metFaults.has(fault))
      .map(({ fault, call }) => ({
        type: "unused-fault",
        message: `No request met the fault ${faultWords(fault)} of ${step.name}, try ${call.try}.`,
        reply: step.name,
        number: null,
      }));
  }

  /** Faults that stand at no reply. */
  const strayFaults = (): readonly ServedProblem[] =>
    faults
      .filter(({ call }) => !steps.some((step) => isAt(call, step)))
      .map(({ fault, call }) => ({
        type: "unused-fault",
        message: `The fault ${faultWords(fault)} is on ${call.tier}, turn ${call.turn}, where there is no reply.`,
        reply: null,
        number: null,
      }));

  return {
    next(request) {
      const isAddressed = request.address !== null;
      if (isAddressed) addressedCall = request.call;
      const next = (isAddressed ? addressed : foreign).next(request);
      onServed(request, isAddressed ? serveAddressed(request, next) : serveForeign(request, next));
      return next;
    },
    observe: foreign.observe,
    left() {
      const due = steps.filter((step) => !isForAny(step));
      const isLeft = (step: ForeignStep) =>
        !metByAddress.has(step) && roundsOf(step).some(({ state }) => state === "unmet");
      const used = due.filter((step) =>
        problemsOf(step).every(({ type }) => type === "unused-fault"),
      );
      return {
        replies: due.filter(isLeft).map(({ name }) => name),
        of: due.length,
        used: used.length,
        always: steps.length - due.length,
      };
    },
    problems: () => [
      ...unmatched,
      ...moreUnmatched(unmatchedCount - unmatched.length),
      ...unexpected,
      ...steps.flatMap(problemsOf),
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

const isForAny = ({ reply }: ForeignStep): boolean => reply.times === "any";

/** Why a reply does not count as used; `null` where it does. */
function unusedWords(step: ForeignStep, rounds: readonly Readonly<Round>[]): string | null {
  const { reply } = step;
  const name = `${step.name} (${glimpseOf(reply)})`;
  const met = rounds.filter(({ state }) => state !== "unmet");
  const lost = met.find(({ isUsed }) => !isUsed);
  if (lost !== undefined && lost.tries > lost.faults.length)
    return `${name} never began: the client let go of its request before, and did not come again.`;
  if (lost !== undefined) {
    const hits = lost.faults.map(shortFault).join(", ");
    const faults = lost.faults.length === 1 ? "its fault" : "its faults";
    const near =
      lost.nearMiss === null
        ? ""
        : ` (#${lost.nearMiss.call} is none: ${lost.nearMiss.difference})`;
    return `${name} was only met by ${faults} (${hits}); no retry came${near}. Where the client is to give up there, write .final() after the fault.`;
  }
  const { times = 1 } = reply;
  if (times === "any" || met.length === times) return null;
  const when = reply.when === undefined ? "" : `, for a request that ${describeTest(reply.when)}`;
  return met.length === 0
    ? `No request met ${name}${when}.`
    : `${name}${when}, was met ${met.length === 1 ? "once" : `${met.length} times`}, and is for ${times} requests.`;
}

/** What the request that met a reply should have held, and did not; `null` where nothing is amiss. */
function unmetExpectation({ name, reply }: Readonly<Round>, request: MockRequest): string | null {
  const { expects } = reply;
  if (expects === undefined) return null;
  const fit = fitOf(expects, request.body, textOf(request.body));
  if (fit.type === "holds") return null;
  const why = fit.type === "threw" ? `; its test failed: ${fit.why}` : "";
  return `#${request.call} met ${name}, which expects a request that ${describeTest(expects)}${why}; it was ${glimpse(request)}.`;
}
