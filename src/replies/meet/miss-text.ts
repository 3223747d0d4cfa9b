import { assertNever } from "../../core/assert-never.ts";
import { faultWords, type ReplyFault } from "../../mock-provider/reply-fault.ts";
import type { ForeignRequest } from "../request/foreign-request.ts";
import { differenceBetween } from "../request/request-identity.ts";
import { mayBeRetry, type Miss } from "./miss.ts";
import {
  metRoundsIn,
  nextOf,
  type RepliesState,
  roundsIn,
  roundsOf,
  stepAt,
} from "./replies-state.ts";
import { owedIn } from "./find-retried.ts";
import type { MetRound, Round } from "./round.ts";

const nearMax = 5;
const owedMax = 3;

/**
 * That no reply is meant for a request, why, and which ones still wait for their retries. `glimpse` tells which
 * request it is.
 */
export function explainMiss(
  state: RepliesState,
  request: ForeignRequest,
  miss: Miss,
  glimpse: string,
): string {
  switch (miss.type) {
    case "ambiguous": {
      const { groups } = miss;
      const number = groups.length === 2 ? "Two" : String(groups.length);
      return `${number} replies fit this request (${glimpse}): ${groups.map((group) => nextText(state, group)).join("; ")}. Narrow a \`when\`, so that one of them is left.`;
    }
    case "untestable":
      return `The \`when\` of ${nextName(state, miss.group)} failed on this request (${glimpse}): ${miss.why}.`;
    case "given-up":
    case "unfit-retry":
    case "unfit":
    case "groups-used-up":
    case "all-used-up":
    case "others-wait": {
      const owed = mayBeRetry(miss) ? owedIn(state, request) : [];
      const more = owed.length > owedMax ? [`${owed.length - owedMax} more are owed a retry.`] : [];
      const shown = owed.slice(0, owedMax).map((round) => owedText(state, round, request));
      return `No reply is meant for this request (${glimpse}). ${[...paidFor(state, request), reasonText(state, miss), ...shown, ...more].join(" ")}`;
    }
    default:
      return assertNever(miss);
  }
}

function reasonText(
  state: RepliesState,
  miss: Exclude<Miss, { type: "ambiguous" | "untestable" }>,
): string {
  switch (miss.type) {
    case "given-up":
      return givenUpText(miss.round);
    case "unfit-retry":
    case "unfit":
      return miss.why;
    case "groups-used-up":
      return groupsUsedUpText(state, miss.groups);
    case "all-used-up": {
      const rounds = roundsIn(state);
      return rounds.some(isFailed)
        ? "No other reply is left."
        : `All replies of the scenario are used up: ${rounds.length}.`;
    }
    case "others-wait": {
      const { groups } = miss;
      const more = groups.length > nearMax ? `; and ${groups.length - nearMax} more` : "";
      const near = groups.slice(0, nearMax).map((group) => nextText(state, group));
      return `Near: ${near.join("; ")}${more}.`;
    }
  }
}

/** Where the request repeats one that was answered: its client may have taken a complete answer for a broken one. */
function paidFor(state: RepliesState, { asked }: ForeignRequest): readonly string[] {
  const before = metRoundsIn(state).find(
    (round) => round.state === "delivered" && round.asked.body === asked.body,
  );
  if (before === undefined) return [];
  return [
    `It asks again for what #${before.asked.call} got whole: ${stepAt(state, before).name} was delivered.`,
  ];
}

/** Says that the client came again although the script expected it to give up after this try. */
function givenUpText({ asked, faults, state }: MetRound): string {
  const fault = faults.at(-1)!;
  const text = `#${asked.call} was final (${shortFault(fault)}): the client should have given up.`;
  return state === "refused" && fault.type === "status"
    ? `${text} Where it is to try again, write httpError(${fault.status}, { shouldRetry: true }).`
    : text;
}

function groupsUsedUpText(state: RepliesState, groups: readonly number[]): string {
  // The replies that wait for a retry are named after this.
  if (groups.flatMap((group) => roundsOf(state, group)).some(isFailed))
    return "No other reply is left for it.";
  const texts = groups.map(
    (group) => `${roundsOf(state, group).length}${forWhom(state, group, " ")}`,
  );
  return `All replies for it are used up: ${texts.join("; ")}.`;
}

function owedText(state: RepliesState, round: MetRound, { asked }: ForeignRequest): string {
  const { faults, asked: before } = round;
  const why = faults.length === 0 ? "the client left" : shortFault(faults.at(-1)!);
  return `${stepAt(state, round).name} is owed a retry (#${before.call}: ${why}), and this is none: ${differenceBetween(before, asked)}.`;
}

const isFailed = ({ state }: Round): boolean => state === "failed";

export const shortFault = (fault: ReplyFault): string =>
  fault.type === "status" ? String(fault.status) : faultWords(fault);

/** A group's next reply, and which requests it is for. */
const nextText = (state: RepliesState, group: number): string =>
  `${nextName(state, group)}${forWhom(state, group, ", ")}`;

const nextName = (state: RepliesState, group: number): string =>
  stepAt(state, nextOf(state, group)!).name;

function forWhom({ script }: RepliesState, group: number, separator: string): string {
  const test = script.groups[group]?.test ?? null;
  return test === null ? "" : `${separator}for a request that ${test.words}`;
}
