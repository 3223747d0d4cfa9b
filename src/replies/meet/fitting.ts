import type { ForeignRequest } from "../request/foreign-request.ts";
import { lackOfLeave } from "../request/leave-lack.ts";
import { lackOfCalls, lackOfTools, toolsCalledIn, wantsResults } from "./reply-lack.ts";
import type { Fit } from "../script/request-test.ts";
import { isMet, type Round } from "./round.ts";
import { nextOf, type RepliesState, roundsOf, stepAt } from "./replies-state.ts";

/** Whether a request fits a group's test. A group without a test is for requests that fit no other group. */
export function fitOfGroup({ script }: RepliesState, group: number, { fits }: ForeignRequest): Fit {
  const test = script.groups[group]?.test ?? null;
  return (test === null ? undefined : fits[test.index]) ?? { type: "differs" };
}

/** The groups whose test holds for a request. */
export const groupsFor = (state: RepliesState, request: ForeignRequest): readonly number[] =>
  [...state.script.groups.keys()].filter(
    (group) => fitOfGroup(state, group, request).type === "holds",
  );

/** Whether a request may be another try at a reply: unless its own group's test says no and another's yes. */
export function isFor(state: RepliesState, round: Round, request: ForeignRequest): boolean {
  const { group } = stepAt(state, round);
  const meant = groupsFor(state, request);
  return meant.includes(group) || !meant.some((other) => nextOf(state, other) !== undefined);
}

/** Whether a request fits the group of a reply: by its test where it has one. */
export function isWelcome(state: RepliesState, round: Round, request: ForeignRequest): boolean {
  const { group } = stepAt(state, round);
  return state.script.groups[group]?.test === null
    ? isFor(state, round, request)
    : fitOfGroup(state, group, request).type === "holds";
}

/** Why no model could give this reply to a request that offers these tools in this way; `null` where one could. */
export function lackOfToolsIn(
  state: RepliesState,
  round: Round,
  { asked, may }: ForeignRequest,
): string | null {
  const step = stepAt(state, round);
  return lackOfTools(step, asked.tools) ?? lackOfLeave(step, may);
}

/** What a request would have to hold so that this reply could be for it; `null` where it lacks nothing. */
export function lackOf(state: RepliesState, round: Round, request: ForeignRequest): string | null {
  const missing = lackOfToolsIn(state, round, request);
  if (missing !== null) return missing;
  const before = callsBefore(state, round);
  if (before === null) return null;
  const { name, reply } = stepAt(state, before);
  const lack = lackOfCalls(reply, before.tried, request.said);
  return lack === null
    ? null
    : `${stepAt(state, round).name} comes after ${name}, which calls ${toolsCalledIn(reply)}, and is for the conversation that brings back what came of it; of this one, ${lack}. A reply that needs no call before it has a .when(…) of its own.`;
}

/**
 * The reply whose calls must have come back before this one: that before it in its group, and the requests that
 * it went out to. `null` where there is none, or where no client got those calls as they are written.
 */
function callsBefore(
  state: RepliesState,
  next: Round,
): { readonly step: number; readonly tried: readonly number[] } | null {
  const rounds = roundsOf(state, stepAt(state, next).group);
  const before = rounds.findLast(({ step }) => step < next.step);
  if (before === undefined || !wantsResults(stepAt(state, before).reply)) return null;
  const met = rounds.filter(isMet).filter(({ step }) => step === before.step);
  const isMissed = met.some(
    ({ isSpoilt, state: end }) => isSpoilt || end === "given-up" || end === "refused",
  );
  return isMissed ? null : { step: before.step, tried: met.flatMap(({ tried }) => tried) };
}
