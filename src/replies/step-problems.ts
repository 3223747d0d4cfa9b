import { faultWords } from "../mock-provider/reply-fault.ts";
import type { ForeignScript } from "./script/foreign-script.ts";
import { shortFault } from "./meet/miss-text.ts";
import { type RepliesState, roundsOf, stepAt } from "./meet/replies-state.ts";
import { glimpseOf } from "./script/reply-glimpse.ts";
import type { ServedProblem } from "./reply-problem.ts";
import { isMet, type MetRound, type Round } from "./meet/round.ts";
import { timesText } from "../core/words/count-text.ts";

/** The rounds of one reply, in order. */
export const roundsOfStep = (state: RepliesState, step: number): readonly Round[] =>
  roundsOf(state, stepAt(state, { step }).group).filter((round) => round.step === step);

/** The problem with one reply, if any; further ones would follow from it. */
export function stepProblems(state: RepliesState, step: number): readonly ServedProblem[] {
  if (state.addressed.includes(step)) return idleFaults(state, step);
  const { name: reply } = state.script.steps[step]!;
  const met = roundsOfStep(state, step).filter(isMet);
  const message = unusedText(state.script, step, met);
  const number = met.find(({ isUsed }) => !isUsed)?.asked.call ?? null;
  if (message !== null) return [{ type: "unused-reply", message, reply, number }];
  const left = met.find((round) => round.left !== null)?.left ?? null;
  if (left === null) return idleFaults(state, step);
  const text = `${reply} was left half-read (#${left.call}, after ${Math.round(left.afterMs)} ms), and nobody came for it again. Where the client is to leave, write .leaves() after the reply.`;
  return [{ type: "left-reply", message: text, reply, number: left.call }];
}

/** The faults of a reply that nobody met; none where the reply itself need not be met, and was not. */
function idleFaults(state: RepliesState, step: number): readonly ServedProblem[] {
  const { metFaults, script } = state;
  const { name, reply, faults } = script.steps[step]!;
  if ((reply.times === "any" || reply.optional === true) && !roundsOfStep(state, step).some(isMet))
    return [];
  return faults
    .filter((_, index) => !metFaults.some((one) => one.step === step && one.fault === index))
    .map((fault) => ({
      type: "unused-fault",
      message: `No request met the fault ${faultWords(fault.fault)} of ${name}, try ${fault.try}.`,
      reply: name,
      number: null,
    }));
}

/** Why a reply does not count as used; `null` where it does. */
function unusedText(script: ForeignScript, step: number, met: readonly MetRound[]): string | null {
  const { name, reply } = script.steps[step]!;
  const shown = `${name} (${glimpseOf(reply)})`;
  const lost = met.find(({ isUsed }) => !isUsed);
  if (lost !== undefined) return lostText(shown, lost);
  const { times = 1 } = reply;
  if (times === "any" || reply.optional === true || met.length === times) return null;
  const words = testWordsOf(script, step);
  const when = words === null ? "" : `, for a request that ${words}`;
  return met.length === 0
    ? `No request met ${shown}${when}.`
    : `${shown}${when}, was met ${timesText(met.length)}, and is for ${times} requests.`;
}

/** Says why a reply that was asked for never reached a client. */
function lostText(shown: string, { tried, faults, nearMiss }: MetRound): string {
  if (tried.length > faults.length)
    return `${shown} never began: the client let go of its request before, and did not come again.`;
  const hits = faults.map(shortFault).join(", ");
  const by = faults.length === 1 ? "its fault" : "its faults";
  const near = nearMiss === null ? "" : ` (#${nearMiss.call} is none: ${nearMiss.difference})`;
  return `${shown} was only met by ${by} (${hits}); no retry came${near}. Where the client is to give up there, write .final() after the fault.`;
}

/** The words of the group's test, which the script writes at the group's first reply; `null` at any other one. */
function testWordsOf({ steps, groups }: ForeignScript, step: number): string | null {
  const { group } = steps[step]!;
  return steps[step - 1]?.group === group ? null : (groups[group]?.test?.words ?? null);
}
