import { withinTime } from "../clock/within-time.ts";
import { errorMessage } from "../core/words/error-message.ts";
import type { DrawnFault } from "./drawn-fault.ts";
import { evaluate } from "./expectation.ts";
import type { Evidence, RunOfTrial } from "./laws/evidence.ts";
import { type LawNumber, laws, runsOf, runThatBreaks, titleOfLaw } from "./laws/laws.ts";
import { type Verdict, wordsOfBreaches } from "./laws/verdict.ts";
import { mishapsOf } from "./mishaps.ts";
import type { Problem } from "./problem.ts";
import type { RunRecord } from "./record.ts";
import type { FinishedRun, Scenario } from "./scenario.ts";
import { wordsOfRun } from "./words-of-runs.ts";

/** One way in which a trial failed. `kind` groups failures that have the same cause, as far as one can tell. */
export interface TrialFailure {
  readonly kind: string;
  readonly message: string;
  /** In which of the trial's runs it was seen. */
  readonly seenIn: RunOfTrial;
}

/** Checkers of a user's own, by name; their verdicts fail a trial as the laws' do. */
export type Checkers = Readonly<Record<string, (record: RunRecord) => Verdict>>;

/** What is known of a trial once its laws are judged. */
interface Judged {
  readonly trial: Parameters<typeof wordsOfRun>[1] & {
    readonly swarm: readonly DrawnFault[] | null;
  };
  readonly evidence: Evidence;
  readonly verdicts: ReadonlyMap<LawNumber, Verdict>;
  readonly run: FinishedRun;
}

/** All ways in which a trial failed, the laws first. */
export const failuresOf = (
  scenario: Scenario,
  judged: Judged,
  checkers: Checkers,
): readonly TrialFailure[] => [
  ...lawFailures(judged),
  ...ownFailures(checkers, judged.evidence),
  ...exceptionsOfCompanions(judged),
  ...scriptFailures(scenario, judged),
];

function lawFailures({ verdicts, evidence }: Judged): readonly TrialFailure[] {
  return laws.flatMap((law) =>
    failureOf(titleOfLaw(law), verdicts.get(law.number)!, () => runThatBreaks(law, evidence)),
  );
}

/** Judges each run of the trial by the user's own checkers; of each checker the first run that fails is reported. */
function ownFailures(checkers: Checkers, evidence: Evidence): readonly TrialFailure[] {
  return Object.entries(checkers).flatMap(([name, check]) => {
    const failures = runsOf(evidence).flatMap(([seenIn, record]) =>
      failureOf(name, verdictOf(check, record), () => seenIn),
    );
    return failures.slice(0, 1);
  });
}

/** How long a checker may take. It only reads data, so one that takes longer will probably never end. */
const patienceMs = 5_000;

function verdictOf(check: Checkers[string], record: RunRecord): Verdict {
  try {
    return withinTime(patienceMs, () => check(record));
  } catch (error) {
    return { type: "unknown", why: errorMessage(error) };
  }
}

function failureOf(
  name: string,
  verdict: Verdict,
  seenIn: () => RunOfTrial,
): readonly TrialFailure[] {
  switch (verdict.type) {
    case "broken": {
      const message = `${name} is broken: ${wordsOfBreaches(verdict.breaches)}`;
      return [{ kind: name, message, seenIn: seenIn() }];
    }
    case "unknown": {
      const message = `${name} could not be checked: ${verdict.why}`;
      return [{ kind: name, message, seenIn: seenIn() }];
    }
    case "holds":
    case "not-exercised":
      return [];
  }
}

/** What the conductor itself threw in a run that ours is compared with. */
function exceptionsOfCompanions({ evidence, trial }: Judged): readonly TrialFailure[] {
  return runsOf(evidence).flatMap(([seenIn, { problems }]) =>
    seenIn === "itself"
      ? []
      : problems.filter(isOurs).map(({ type, message }) => ({
          kind: type,
          message: `In ${wordsOfRun(seenIn, trial)}: ${message}`,
          seenIn,
        })),
  );
}

/** Problems with the script and unmet expectations. They count only where no faults were drawn. */
function scriptFailures(
  scenario: Scenario,
  { trial, evidence: { record }, run }: Judged,
): readonly TrialFailure[] {
  const failures: TrialFailure[] = [];
  const problems = trial.swarm === null ? record.problems : record.problems.filter(isOurs);
  // Problems that the run met come first. Unused parts of the script come after: they are mostly a consequence.
  const [met, unused] = [problems.filter((one) => !isUnused(one)), problems.filter(isUnused)];
  for (const { type, message } of met) failures.push({ kind: type, message, seenIn: "itself" });
  if (trial.swarm !== null) return failures;
  for (const { passed, message } of evaluate(scenario.expect, run)) {
    if (!passed) failures.push({ kind: "expectation", message, seenIn: "itself" });
  }
  for (const { type, message } of unused) failures.push({ kind: type, message, seenIn: "itself" });
  const [first, ...others] = failures;
  return first === undefined ? [] : [withMishaps(first, record), ...others];
}

/** Adds the sessions that failed or paused before, of which an unfitting script or an unmet expectation is mostly a consequence. */
function withMishaps(failure: TrialFailure, { log }: RunRecord): TrialFailure {
  const before = mishapsOf(log).map((mishap) => `\n  Before that, ${mishap}`);
  return { ...failure, message: failure.message + before.join("") };
}

const isUnused = ({ type }: Problem): boolean => type.startsWith("unused-");

const isOurs = ({ type }: Problem): boolean => type === "crashed" || type === "uncaught";
