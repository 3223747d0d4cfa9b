import type { FailureReport } from "../reports/sim/scenario-report.ts";
import { wordsOfCall } from "./drawn-fault.ts";
import { explain } from "./explain/explain.ts";
import { wordsOfFault } from "./explain/fault-words.ts";
import { recordOf, type RunOfTrial } from "./laws/evidence.ts";
import { digestOfRecord } from "./laws/ending.ts";
import { wordsOfKills, wordsOfRun } from "./words-of-runs.ts";
import { encodeReplay } from "./replay-code.ts";
import type { Scenario } from "./scenario.ts";
import { deadlineIn } from "../clock/deadline.ts";
import { shrink } from "./shrink.ts";
import type { FailingSeed, Tally } from "./tally.ts";
import type { Checkers } from "./trial-failures.ts";
import { runTrial, type Trial, type TrialResult } from "./trial.ts";

/** What failed among many schedules. */
export type Failing<OfTrial> = Pick<Tally<OfTrial>, "failing" | "kinds">;

/** How many kinds of failure are shrunk at most. Further kinds mostly have the same cause. */
const kindsMax = 5;
/** How long a failure is shrunk. After that it is reported in the size that was reached. */
export const shrinkMs = 30_000;
export const explainMs = 10_000;

/** What is needed to replay, shrink and report a failure. */
export interface Examining {
  readonly file: string;
  readonly checkers?: Checkers;
  /** Once aborted, failures are reported as they were found. */
  readonly stop?: AbortSignal;
}

/**
 * Reports each kind of failure once: run again to see whether it repeats, shrunk, and with the command that replays
 * it.
 */
export const examineFailures = (
  scenario: Scenario,
  tally: Failing<Trial>,
  context: Examining,
): Promise<readonly FailureReport[]> =>
  examineKinds(tally, (one, which) => examine(scenario, one, { ...context, ...which }));

/** Examines the first seed of each kind of failure, and says how many failed in that way. */
export async function examineKinds<OfTrial>(
  { failing, kinds }: Failing<OfTrial>,
  examineOne: (
    one: FailingSeed<OfTrial>,
    which: { readonly kind: string; readonly count: number },
  ) => Promise<FailureReport>,
): Promise<readonly FailureReport[]> {
  const reports: FailureReport[] = [];
  const seen = new Set<string>();
  for (const one of failing.toSorted((a, b) => a.seed - b.seed)) {
    const kind = one.failures.find((failure) => !seen.has(failure.kind))?.kind;
    if (kind === undefined || reports.length >= kindsMax) continue;
    for (const failure of one.failures) seen.add(failure.kind);
    reports.push(await examineOne(one, { kind, count: kinds[kind]! }));
  }
  return reports;
}

async function examine(
  scenario: Scenario,
  { seed, trial, failures }: FailingSeed,
  context: Examining & { readonly kind: string; readonly count: number },
): Promise<FailureReport> {
  const { kind, count, checkers = {}, stop } = context;
  const again = await runTrial(scenario, trial, checkers);
  const repeated = again.failures.some((failure) => failure.kind === kind);
  const smallest = repeated
    ? await shrink(scenario, again, kind, { checkers, isOver: deadlineIn(shrinkMs, stop) })
    : again;
  const seenIn = smallest.failures.find((failure) => failure.kind === kind)?.seenIn ?? "itself";
  const code = encodeReplay({ scenario: scenario.name, trial: smallest.trial });
  const isStable =
    repeated &&
    digestOfRecord((await runTrial(scenario, smallest.trial, checkers)).record) ===
      digestOfRecord(smallest.record);
  return {
    seed,
    count,
    kind,
    messages: (repeated ? smallest.failures : failures).map(({ message }) => message),
    deterministic: isStable,
    isKnown: false,
    command: `rehearsal sim ${context.file} --replay ${code}`,
    code,
    deviations: smallest.trial.schedule.deviations.length,
    faults: faultsOf(smallest),
    explanation: isStable
      ? await explain(scenario, smallest, { kind, checkers, isOver: deadlineIn(explainMs, stop) })
      : null,
    ...shownOf(smallest, seenIn),
  };
}

/** The run of a trial that a report shows: the one that the failure was seen in. */
export function shownOf(
  { evidence, trial }: TrialResult,
  run: RunOfTrial,
): Pick<FailureReport, "seenIn" | "steps" | "log"> {
  const { log, steps, lives } = recordOf(evidence, run) ?? evidence.record;
  const startMs = log[0]?.atMs ?? 0;
  const deaths = new Map(
    lives.filter(({ crashed }) => crashed).map((life) => [life.steps - 1, life.stored]),
  );
  return {
    seenIn: wordsOfRun(run, trial),
    steps: steps.map((step, index) => {
      const storedAtDeath = deaths.get(index);
      const atMs = step.atMs - startMs;
      return { ...step, atMs, ...(storedAtDeath !== undefined && { storedAtDeath }) };
    }),
    log,
  };
}

export function faultsOf({ trial }: TrialResult): readonly string[] {
  const faults = (trial.swarm ?? []).map(wordsOfFault);
  if (trial.killAtEvents.length > 0)
    faults.push(`the same run once more, ${wordsOfKills(trial.killAtEvents)}`);
  if (trial.hurtCall !== null)
    faults.push(`the same run once more, with the call ${wordsOfCall(trial.hurtCall)} cut`);
  return faults;
}
