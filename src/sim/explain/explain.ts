import type { Event } from "../../core/event.ts";
import type { ExplanationReport } from "../../reports/sim/explanation-report.ts";
import { nearestPassing } from "./nearest.ts";
import { needsOf } from "./needs.ts";
import { racesOf, racesOfDefaultOrder } from "./races.ts";
import type { Variant, Variants } from "./variant.ts";
import { recordOf, type RunOfTrial } from "../laws/evidence.ts";
import type { Deadline } from "../../clock/deadline.ts";
import type { Scenario } from "../scenario.ts";
import type { Checkers } from "../trial-failures.ts";
import { drawSchedule, runTrial, type TrialResult } from "../trial.ts";

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
  const log = logOf(smallest, seenIn);
  const passing: Variant[] = [];
  /** Both parts look at some of the same orders. */
  const known = new Map<string, Awaited<ReturnType<Variants["fails"]>>>();
  const variants: Variants = {
    smallest,
    async fails(trial, how) {
      const key = JSON.stringify([trial, how]);
      const before = known.get(key);
      if (before !== undefined) return before;
      if (isOver()) throw tookTooLong;
      const result = await runTrial(scenario, trial, checkers);
      const isFailing = result.failures.some((failure) => failure.kind === kind);
      if (how !== null && result.failures.length === 0)
        passing.push({ how, log: logOf(result, seenIn) });
      const found = { isFailing, steps: result.record.steps };
      known.set(key, found);
      return found;
    },
    async drawn(seed) {
      if (isOver()) throw tookTooLong;
      const expectedSteps = smallest.record.steps.length;
      return await drawSchedule(scenario, smallest.trial, { seed, expectedSteps });
    },
  };
  try {
    const needs = await needsOf(variants);
    const isOfDefaultOrder = smallest.trial.schedule.deviations.length === 0;
    const races = await inTime(
      isOfDefaultOrder ? racesOfDefaultOrder(variants, needs.continuations) : racesOf(variants),
    );
    return { races: races ?? [], nearest: nearestPassing(log, passing), ...needs };
  } catch (error) {
    if (error === tookTooLong) return null;
    throw error;
  }
}

/** `null` where it takes too long: what was found before is told all the same. */
async function inTime<Result>(looking: Promise<Result>): Promise<Result | null> {
  try {
    return await looking;
  } catch (error) {
    if (error === tookTooLong) return null;
    throw error;
  }
}

const tookTooLong = new Error("the explanation would take too long");

/** The log of this run of the trial (itself, killed or hurt); of the trial's main run where it has no such one. */
const logOf = ({ evidence }: TrialResult, run: RunOfTrial): readonly Event[] =>
  (recordOf(evidence, run) ?? evidence.record).log;
