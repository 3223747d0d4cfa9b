import type { ForeignScript } from "../script/foreign-script.ts";
import { isMet, type MetRound, type Round, type RoundPlace, type UnmetRound } from "./round.ts";

/**
 * What came of each reply so far: plain data, folded from the requests that came (`meet`, `meetByAddress`)
 * and from what became of their answers (`settle`). The same requests and answers in the same order make the same state.
 */
export interface RepliesState {
  readonly script: ForeignScript;
  /** Group by group, in the order of the replies, time by time. */
  readonly rounds: readonly (readonly Round[])[];
  /** Answers in flight. */
  readonly underWay: readonly AnswerUnderWay[];
  /** The faults that some try has met. */
  readonly metFaults: readonly FaultPlace[];
  /** The replies that our conductor has met, by their addresses. */
  readonly addressed: readonly number[];
}

/** An answer to the request with this number. */
export interface AnswerUnderWay extends RoundPlace {
  readonly call: number;
  /** Whether anything of it was sent. */
  readonly hasBegun: boolean;
}

/** Which of a step's faults it is. */
export interface FaultPlace {
  readonly step: number;
  readonly fault: number;
}

/** Nothing was asked yet. */
export function newRepliesState(script: ForeignScript): RepliesState {
  const rounds: Round[][] = script.groups.map(() => []);
  for (const [step, { group }] of script.steps.entries())
    rounds[group]?.push({ state: "unmet", step, round: 1 });
  return { script, rounds, underWay: [], metFaults: [], addressed: [] };
}

/** All rounds, in the order of the replies. */
export const roundsIn = ({ rounds }: RepliesState): readonly Round[] => rounds.flat();

export const metRoundsIn = (state: RepliesState): readonly MetRound[] =>
  roundsIn(state).filter(isMet);

export const stepAt = ({ script }: RepliesState, { step }: Pick<RoundPlace, "step">) =>
  script.steps[step]!;

/** The group's rounds. */
export const roundsOf = ({ rounds }: RepliesState, group: number): readonly Round[] =>
  rounds[group] ?? [];

/** The round of a group that is met next. */
export const nextOf = (state: RepliesState, group: number): UnmetRound | undefined =>
  roundsOf(state, group).find((round) => round.state === "unmet");

/** `undefined` where it was forgotten. */
export const roundAt = (state: RepliesState, place: RoundPlace): Round | undefined =>
  roundsOf(state, stepAt(state, place).group).find(isOf(place));

/** The same with other rounds in a group. */
export function withGroup(
  state: RepliesState,
  group: number,
  rounds: readonly Round[],
): RepliesState {
  return { ...state, rounds: state.rounds.with(group, rounds) };
}

/** The same with this round in the place of what it was. */
export function withRound(state: RepliesState, round: Round): RepliesState {
  const { group } = stepAt(state, round);
  const rounds = roundsOf(state, group);
  return withGroup(state, group, rounds.with(rounds.findIndex(isOf(round)), round));
}

const isOf =
  ({ step, round }: RoundPlace) =>
  (one: RoundPlace): boolean =>
    one.step === step && one.round === round;
