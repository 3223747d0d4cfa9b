import { canonicalJson, hashOf } from "../core/json.ts";
import type { Observation, Observer } from "../mock-provider/observer.ts";
import type { Reply, ReplyFault, RequestTest } from "../mock-provider/reply.ts";
import type { MockRequest, NextReply, ReplySource } from "../mock-provider/reply-source.ts";
import { describeTest, holds, textOf } from "./request-test.ts";
import type { CallMatch, ModelScript, Scenario } from "./scenario.ts";

/** One reply of a script; a retry is another try at it. Turns and tries count from 1. */
export interface ForeignStep {
  readonly script: ModelScript;
  readonly turn: number;
  readonly reply: Reply;
}

/** Which reply a request met. */
export interface Meeting extends ForeignStep {
  readonly try: number;
  readonly fault: ReplyFault | null;
}

/** Replies for clients that send no address. It must observe what becomes of them: a failed one may come again. */
export interface ForeignReplies extends ReplySource, Observer {
  /** What the last request that was asked about has met; `null` where nothing was meant for it. */
  lastMeeting(): Meeting | null;
}

interface Step extends ForeignStep {
  tries: number;
  /** What asked for it last. */
  request: string | null;
  state: "unmet" | "open" | "complete" | "failed";
}

/** Replies that are met one after another: by requests that `when` holds for, or by any. */
interface Strand {
  readonly when: RequestTest | null;
  readonly steps: readonly Step[];
}

const nearMax = 5;

/**
 * By order: the scripts' replies as they are listed. By content: from a reply with a `when` on, up to the
 * next such one, they are for the requests that it holds for, and wait for them while others go on. A
 * retry (by the client's own word, or the same body after a failure) is another try at the same reply.
 */
export function foreignReplies(
  { models, faults }: Pick<Scenario, "models" | "faults">,
  onUnmatched: (message: string) => void,
): ForeignReplies {
  const strands = models.flatMap(strandsOf);
  const steps = strands.flatMap((strand) => strand.steps);
  const modelFaults = faults.filter((fault) => fault.type === "model");
  const open = new Map<number, Step>();
  let call = 0;
  let last: Meeting | null = null;

  function retried(request: MockRequest, key: string): Step | undefined {
    const same = steps.findLast(
      (step) => step.request === key && (request.retryCount > 0 || step.state === "failed"),
    );
    if (same !== undefined || request.retryCount === 0) return same;
    // Its body changed a little between the tries, as a time or a number within it does.
    return steps.findLast((step) => step.state === "failed");
  }

  function fresh({ body }: MockRequest): Step | string {
    const meant = strands.filter(({ when }) => when !== null && holds(when, body));
    const ready = meant.filter((strand) => nextOf(strand) !== undefined);
    const [first] = ready;
    if (first !== undefined) {
      const others = ready.filter((strand) => !sameTest(strand.when, first.when));
      if (others.length === 0) return nextOf(first)!;
      return `More than one reply is meant for it: ${[first, ...others].map(nameOfNext).join("; ")}.`;
    }
    if (meant.length > 0)
      return `All replies for it are used up: ${meant.map(({ when, steps: { length } }) => `${length} for a request that ${describeTest(when!)}`).join("; ")}.`;
    const inOrder = strands.find((strand) => strand.when === null && nextOf(strand) !== undefined);
    if (inOrder !== undefined) return nextOf(inOrder)!;
    const waiting = strands.filter((strand) => nextOf(strand) !== undefined);
    return waiting.length === 0
      ? `All replies of the scenario are used up: ${steps.length}.`
      : `Near: ${waiting.slice(0, nearMax).map(nameOfNext).join("; ")}${waiting.length > nearMax ? `; and ${waiting.length - nearMax} more` : ""}.`;
  }

  function meet(step: Step, key: string): NextReply {
    step.tries += 1;
    step.request = key;
    const { script, turn, reply } = step;
    const hit = modelFaults.find(
      (fault) =>
        isAt(fault.call, script) && fault.call.turn === turn && fault.call.try === step.tries,
    );
    const fault = hit?.fault ?? null;
    step.state = fault !== null && isFailure(fault) ? "failed" : "open";
    open.set(call, step);
    last = { script, turn, reply, try: step.tries, fault };
    return { type: "reply", reply, fault };
  }

  return {
    lastMeeting: () => last,
    next(request) {
      last = null;
      const key = `${request.path} ${hashOf(request.body)}`;
      const step = retried(request, key) ?? fresh(request);
      if (typeof step !== "string") return meet(step, key);
      const message = `No reply is meant for this request (${glimpse(request)}). ${step}`;
      onUnmatched(message);
      return { type: "none", message };
    },
    observe(observation: Observation) {
      // A mock tells of a request right before it asks for its reply.
      if (observation.type === "request") call = observation.call;
      const step = open.get(observation.call);
      if (step === undefined) return;
      if (observation.type === "aborted") step.state = "failed";
      if (observation.type === "ended" && step.state === "open") step.state = "complete";
      if (observation.type === "aborted" || observation.type === "ended")
        open.delete(observation.call);
    },
  };
}

/** A script's replies, cut before each that has a `when`. */
function strandsOf(script: ModelScript): readonly Strand[] {
  const strands: { when: RequestTest | null; steps: Step[] }[] = [];
  for (const [index, reply] of script.replies.entries()) {
    if (reply.when !== undefined || strands.length === 0)
      strands.push({ when: reply.when ?? null, steps: [] });
    const step: Step = { script, turn: index + 1, reply, tries: 0, request: null, state: "unmet" };
    strands.at(-1)!.steps.push(step);
  }
  return strands;
}

const nextOf = ({ steps }: Strand): Step | undefined =>
  steps.find((step) => step.state === "unmet");

const sameTest = (a: RequestTest | null, b: RequestTest | null): boolean =>
  canonicalJson(a) === canonicalJson(b) &&
  (a?.type !== "predicate" || b?.type !== "predicate" || a.test === b.test);

const isAt = (call: CallMatch, script: ModelScript): boolean =>
  call.tier === script.tier &&
  call.trackId === script.trackId &&
  call.ticketId === script.ticketId &&
  call.attempt === script.attempt;

/** Whether a client that met it has not got its reply. */
function isFailure(fault: ReplyFault): boolean {
  switch (fault.type) {
    case "status":
    case "connection-refused":
    case "reset":
    case "cut":
    case "error-event":
    case "stall":
      return true;
    case "chunking":
    case "max-tokens":
    case "refusal":
    case "malformed-json":
      return false;
  }
}

/** `tier3("T-1") reply 2`, the words in which a scenario is written. */
export function nameOfStep({ script, turn }: Pick<ForeignStep, "script" | "turn">): string {
  const { tier, trackId, ticketId, attempt } = script;
  const whose = trackId ?? ticketId;
  const name = whose === null ? tier : `${tier}(${JSON.stringify(whose)})`;
  return `${name}${attempt === 1 ? "" : `.attempt(${attempt})`} reply ${turn}`;
}

function nameOfNext(strand: Strand): string {
  const name = nameOfStep(nextOf(strand)!);
  return strand.when === null ? name : `${name}, for a request that ${describeTest(strand.when)}`;
}

/** The end of what it says: that is what is new in it. */
function glimpse({ wire, body }: MockRequest): string {
  const text = textOf(body).replace(/\s+/g, " ").trim();
  return `${wire}, ends with ${JSON.stringify(text.slice(-80))}`;
}
