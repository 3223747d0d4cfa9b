import type { Observer } from "../mock-provider/observer.ts";
import type { ReplyFault } from "../mock-provider/reply.ts";
import type { MockRequest, NextReply, ReplySource } from "../mock-provider/reply-source.ts";
import { foreignReplies, nameOfStep } from "./foreign-replies.ts";
import type { Problem } from "./problem.ts";
import { scriptedReplies } from "./replies.ts";
import type { Scenario } from "./scenario.ts";

/** What became of one request for a reply. */
export type ServedRequest =
  | {
      readonly type: "met";
      /** As the scenario spells it: `tier3("T-1") reply 2`. */
      readonly reply: string;
      readonly try: number;
      readonly fault: ReplyFault["type"] | null;
    }
  | { readonly type: "unmatched"; readonly message: string };

/** A scenario's models for whoever asks: our conductor, by its addresses; any other client without. */
export interface ServedReplies extends ReplySource, Observer {
  /** Replies that no request has met yet, of all. */
  left(): { readonly replies: readonly string[]; readonly of: number };
  /** What no request was meant for, and what no request has met. */
  problems(): readonly Problem[];
}

/** `onServed` is told of every request for a reply as it is decided. */
export function servedReplies(
  scenario: Scenario,
  onServed: (request: MockRequest, served: ServedRequest) => void,
): ServedReplies {
  const unmatched: Problem[] = [];
  const report = (problem: Problem): void => void unmatched.push(problem);
  const addressed = scriptedReplies(scenario, report, () => null);
  const foreign = foreignReplies(scenario, (message) =>
    report({ type: "unmatched-request", message }),
  );
  const steps = scenario.models.flatMap((script) =>
    script.replies.map((reply, index) => ({ script, turn: index + 1, reply })),
  );
  // By place: a scenario may hold the same reply twice.
  const met = new Set<string>();
  const unmet = () => steps.map(nameOfStep).filter((name) => !met.has(name));
  const faults = scenario.faults.filter(({ type }) => type === "model");
  const metFaults = new Set<ReplyFault>();

  function nameAddressed({ address }: MockRequest, next: NextReply): ServedRequest {
    if (next.type === "none" || address === null)
      return { type: "unmatched", message: next.type === "none" ? next.message : "" };
    const step = steps.find(
      ({ script, turn, reply }) =>
        reply === next.reply &&
        turn === address.turn &&
        script.tier === address.tier &&
        script.attempt === address.attempt,
    );
    const name = step === undefined ? address.tier : nameOfStep(step);
    return { type: "met", reply: name, try: address.try, fault: next.fault?.type ?? null };
  }

  function nameForeign(next: NextReply): ServedRequest {
    const meeting = foreign.lastMeeting();
    if (next.type === "none" || meeting === null)
      return { type: "unmatched", message: next.type === "none" ? next.message : "" };
    const fault = meeting.fault?.type ?? null;
    return { type: "met", reply: nameOfStep(meeting), try: meeting.try, fault };
  }

  return {
    next(request) {
      const isAddressed = request.address !== null;
      const next = (isAddressed ? addressed : foreign).next(request);
      const served = isAddressed ? nameAddressed(request, next) : nameForeign(next);
      if (served.type === "met") met.add(served.reply);
      if (next.type === "reply" && next.fault !== null) metFaults.add(next.fault);
      onServed(request, served);
      return next;
    },
    observe: foreign.observe,
    left: () => ({ replies: unmet(), of: steps.length }),
    problems() {
      const unused = steps
        .filter((step) => !met.has(nameOfStep(step)))
        .map((step): Problem => ({
          type: "unused-reply",
          message: `No request met ${nameOfStep(step)}.`,
        }));
      const idle = faults.flatMap((fault): Problem[] =>
        fault.type !== "model" || metFaults.has(fault.fault)
          ? []
          : [
              {
                type: "unused-fault",
                message: `No request met the fault "${fault.fault.type}" on ${nameOfStep({ script: { ...fault.call, replies: [] }, turn: fault.call.turn })}, try ${fault.call.try}.`,
              },
            ],
      );
      return [...unmatched, ...unused, ...idle];
    },
  };
}
