import type { ReplyFault } from "../mock-provider/reply.ts";
import type { MockRequest } from "../mock-provider/reply-source.ts";
import { type Asked, differenceBetween } from "./asked.ts";
import { faultWords } from "../mock-provider/fault-effect.ts";
import { nameOfNext, nextOf, type Round, type Strand } from "./foreign-step.ts";
import { describeTest, textOf } from "./request-test.ts";

const nearMax = 5;
const owedMax = 3;

/** That no reply is meant for a request, why, and which ones still wait for their retries. */
export function missWords(request: MockRequest, why: string, owed: readonly string[]): string {
  const more = owed.length > owedMax ? [`${owed.length - owedMax} more are owed a retry.`] : [];
  const told = [why, ...owed.slice(0, owedMax), ...more];
  return `No reply is meant for this request (${glimpse(request)}). ${told.join(" ")}`;
}

export function ambiguousWords(request: MockRequest, fitting: readonly Strand[]): string {
  const number = fitting.length === 2 ? "Two" : String(fitting.length);
  return `${number} replies fit this request (${glimpse(request)}): ${fitting.map(nameOfNext).join("; ")}. Narrow a \`when\`, so that one of them is left.`;
}

export function threwWords(request: MockRequest, strand: Strand, why: string): string {
  return `The \`when\` of ${nextOf(strand)!.name} failed on this request (${glimpse(request)}): ${why}.`;
}

/** Of these groups, nothing is left; what failed and waits is told by `owedWords`. */
export function usedUpWords(strands: readonly Strand[]): string {
  const rounds = strands.flatMap((strand) => strand.rounds);
  if (rounds.some(({ state }) => state === "failed")) return "No other reply is left for it.";
  const groups = strands.map(
    ({ when, rounds: { length } }) => `${length} for a request that ${describeTest(when!)}`,
  );
  return `All replies for it are used up: ${groups.join("; ")}.`;
}

export function allUsedUpWords(rounds: readonly Round[]): string {
  return rounds.some(({ state }) => state === "failed")
    ? "No other reply is left."
    : `All replies of the scenario are used up: ${rounds.length}.`;
}

export function waitingWords(waiting: readonly Strand[]): string {
  const more = waiting.length > nearMax ? `; and ${waiting.length - nearMax} more` : "";
  return `Near: ${waiting.slice(0, nearMax).map(nameOfNext).join("; ")}${more}.`;
}

export function owedWords(round: Round, asked: Asked): string {
  const { name, faults, asked: before } = round;
  const why = faults.length === 0 ? "the client left" : shortFault(faults.at(-1)!);
  return `${name} is owed a retry (#${before!.call}: ${why}), and this is none: ${differenceBetween(before!, asked)}.`;
}

/** The try after which the client was to give up, in whose stead it came again. */
export function overWords({ asked, faults, state }: Round): string {
  const fault = faults.at(-1)!;
  const told = `#${asked!.call} was final (${shortFault(fault)}): the client should have given up.`;
  return state === "refused" && fault.type === "status"
    ? `${told} Where it is to try again, write httpError(${fault.status}, { shouldRetry: true }).`
    : told;
}

export const shortFault = (fault: ReplyFault): string =>
  fault.type === "status" ? String(fault.status) : faultWords(fault);

/** The end of what it says: that is what is new in it. */
export function glimpse({ wire, body }: MockRequest): string {
  const text = textOf(body).replace(/\s+/g, " ").trim();
  return `${wire}, ends with ${JSON.stringify(text.slice(-80))}`;
}
