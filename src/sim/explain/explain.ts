import type { Event } from "../../core/event.ts";
import type { ExplanationReport } from "../../reports/sim/explanation-report.ts";
import { explainTrial } from "./explain-trial.ts";
import { wordsOfFault } from "./fault-words.ts";
import { nearestPassing } from "./nearest.ts";
import { orderParts } from "./needs.ts";
import type { Part, Variant } from "./variant.ts";
import { recordOf, type RunOfTrial } from "../laws/evidence.ts";
import type { Deadline } from "../../clock/deadline.ts";
import type { Scenario } from "../scenario.ts";
import type { Checkers } from "../trial-failures.ts";
import { drawSchedule, runTrial, type Trial, type TrialResult } from "../trial.ts";

const continuationsMax = 100;

/**
 * Why a failure comes about, as far as trials tell that differ from its smallest one in one thing: which two steps
 * race, where the nearest run that passes goes another way, and what of it is needed whatever comes after. `null`: it
 * would have taken too long.
 */
export async function explain(
  scenario: Scenario,
  smallest: TrialResult,
  {
    kind,
    checkers = {},
    isOver = () => false,
  }: { readonly kind: string; readonly checkers?: Checkers; readonly isOver?: Deadline },
): Promise<ExplanationReport | null> {
  const seenIn = smallest.failures.find((failure) => failure.kind === kind)?.seenIn ?? "itself";
  const passing: Variant[] = [];
  const { killAtEvents, hurtCall, twice } = smallest.trial;
  const companions = [killAtEvents.length > 0, hurtCall !== null, twice].filter(Boolean);
  const explained = await explainTrial<Trial>({
    smallest,
    isOver,
    continuationsMax,
    parts: partsOf(smallest),
    runsEach: 1 + companions.length,
    async run(trial, how) {
      const result = await runTrial(scenario, trial, checkers);
      const isFailing = result.failures.some((failure) => failure.kind === kind);
      if (how !== null && result.failures.length === 0)
        passing.push({ how, log: logOf(result, seenIn) });
      return { isFailing, steps: result.record.steps };
    },
    drawn: (seed) => {
      const expectedSteps = smallest.record.steps.length;
      return drawSchedule(scenario, smallest.trial, { seed, expectedSteps });
    },
  });
  const nearest = nearestPassing(logOf(smallest, seenIn), passing);
  return explained === null ? null : { ...explained, nearest };
}

/** The log of this run of the trial (itself, killed or hurt); of the trial's main run where it has no such one. */
const logOf = ({ evidence }: TrialResult, run: RunOfTrial): readonly Event[] =>
  (recordOf(evidence, run) ?? evidence.record).log;

function partsOf(smallest: TrialResult): readonly Part<Trial>[] {
  const { trial } = smallest;
  const { swarm, killAtEvents, hurtCall } = trial;
  return [
    ...(swarm ?? []).map((fault) => ({
      what: `the fault “${wordsOfFault(fault)}”`,
      without: { ...trial, swarm: swarm!.filter((other) => other !== fault) },
    })),
    ...killAtEvents.map((atEvent, index) => ({
      what: `the death of the process at event ${atEvent}`,
      without: { ...trial, killAtEvents: killAtEvents.filter((_, other) => other !== index) },
    })),
    ...(hurtCall === null
      ? []
      : [{ what: `the cut of the call ${hurtCall}`, without: { ...trial, hurtCall: null } }]),
    ...orderParts(smallest),
  ];
}
