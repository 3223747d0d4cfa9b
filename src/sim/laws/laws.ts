import { checkBounds } from "./bounds.ts";
import { checkDelivery } from "./delivery.ts";
import { checkDeterminism } from "./determinism.ts";
import { checkFresh } from "./fresh.ts";
import { type Evidence, recordOf, type RunOfTrial } from "./evidence.ts";
import { checkFold } from "./fold.ts";
import { checkGate } from "./gate.ts";
import { checkIsolation } from "./isolation.ts";
import type { RunRecord } from "../record.ts";
import type { Law } from "./law.ts";
import { checkKept } from "./kept/kept.ts";
import { checkLiveness } from "./liveness.ts";
import { checkOrder } from "./order.ts";
import { checkResume } from "./resume.ts";
import { checkTheirs } from "./theirs.ts";
import { checkTokens } from "./tokens.ts";
import { checkTold } from "./told.ts";
import { bothVerdicts, isFailing, type Verdict } from "./verdict.ts";

/**
 * What must hold of every run. A law is added here and has a file of its own; the verdicts, the tally, the tables
 * and the reports go through this list.
 */
export const laws = [
  {
    number: 1,
    name: "delivery",
    says: "every subscriber receives each stream's deltas exactly once, in the provider's order, and one end",
    judges: "record",
    check: checkDelivery,
  },
  {
    number: 2,
    name: "fold",
    says: "the log folded from nothing equals the live state",
    judges: "record",
    check: checkFold,
  },
  {
    number: 3,
    name: "gate",
    says: "nothing gated is done without an approval, or a rule, for that exact payload; a popup is decided at most once",
    judges: "record",
    check: checkGate,
  },
  {
    number: 4,
    name: "order",
    says: "a ticket starts only when all that it depends on is done; what depends on a failed one is blocked",
    judges: "record",
    check: checkOrder,
  },
  {
    number: 5,
    name: "tokens",
    says: "the ledger equals what the provider reported, discarded tries included; no call begins once its time is up",
    judges: "record",
    check: checkTokens,
  },
  {
    number: 6,
    name: "isolation",
    says: "what is done to one session changes no other",
    judges: "trial",
    shows: "hurt",
    check: checkIsolation,
  },
  {
    number: 7,
    name: "liveness",
    says: "the run ends, or waits only on popups that were shown or trouble that it names, which fails nothing",
    judges: "record",
    check: checkLiveness,
  },
  {
    number: 8,
    name: "determinism",
    says: "same scenario and schedule: the same log, to the byte",
    judges: "trial",
    shows: "itself",
    check: checkDeterminism,
  },
  {
    number: 9,
    name: "resume",
    says: "killed at any event and resumed, it ends the same, and nothing completed is done twice",
    judges: "trial",
    shows: "killed",
    check: checkResume,
  },
  {
    number: 10,
    name: "freshness",
    says: "what goes onto the run's branch passed the check as it stands there, and no conflict that git left is in it",
    judges: "record",
    check: checkFresh,
  },
  {
    number: 11,
    name: "theirs",
    says: "the user's branches and files stay as they were, and no configuration of rehearsal's comes with the run's branch",
    judges: "record",
    check: checkTheirs,
  },
  {
    number: 12,
    name: "bounds",
    says: "tries, turns and attempts stay within their limits, a retry-after is kept, and what has ended ends once",
    judges: "record",
    check: checkBounds,
  },
  {
    number: 13,
    name: "told",
    says: "each request is one that its server takes, with the last reply, each call's result and the newest words",
    judges: "record",
    check: checkTold,
  },
  {
    number: 14,
    name: "kept",
    says: "what a worker wrote is on the branch, in a tree or kept; what is done stands on the branch, once",
    judges: "record",
    check: checkKept,
  },
] as const satisfies readonly Law[];

export type LawNumber = (typeof laws)[number]["number"];

/** What each law says of a trial: of each of its runs by itself, or of all of them together. */
export function judgeTrial(evidence: Evidence): ReadonlyMap<LawNumber, Verdict> {
  return new Map(
    laws.map((law) => [
      law.number,
      law.judges === "trial"
        ? law.check(evidence)
        : runsOf(evidence)
            .map(([, record]) => law.check(record))
            .reduce(bothVerdicts),
    ]),
  );
}

/** The run of a trial in which a law is broken, or could not be checked. */
export function runThatBreaks(law: Law, evidence: Evidence): RunOfTrial {
  // A trial whose own run was killed by a drawn fault has no other that is.
  if (law.judges === "trial") return recordOf(evidence, law.shows) === null ? "itself" : law.shows;
  const failing = runsOf(evidence).find(([, record]) => isFailing(law.check(record)));
  return failing?.[0] ?? "itself";
}

/** The runs that a trial had, the rehearsal itself first. */
export function runsOf(evidence: Evidence): readonly (readonly [RunOfTrial, RunRecord])[] {
  return (["itself", "killed", "hurt"] as const).flatMap((run) => {
    const record = recordOf(evidence, run);
    return record === null ? [] : [[run, record] as const];
  });
}

/** `law 3 (gate)`. */
export const titleOfLaw = ({ number, name }: Pick<Law, "number" | "name">): string =>
  `law ${number} (${name})`;
