import type { RunRecord } from "../record.ts";
import type { Evidence, RunOfTrial } from "./evidence.ts";
import type { Verdict } from "./verdict.ts";

/** Something that must hold of every run, whatever its scenario expects. */
export type Law = {
  /** As it is cited in reports, from 1. */
  readonly number: number;
  /** One word for tables. */
  readonly name: string;
  /** What holds in every run, in one sentence for people. */
  readonly says: string;
} & (
  | {
      /** Each run of a trial is judged by itself: the rehearsal, and the ones that were killed or hurt. */
      readonly judges: "record";
      readonly check: (record: RunRecord) => Verdict;
    }
  | {
      /** The runs of a trial are compared with each other. */
      readonly judges: "trial";
      /** Which of them a report shows where the law is broken. */
      readonly shows: RunOfTrial;
      readonly check: (evidence: Evidence) => Verdict;
    }
);
