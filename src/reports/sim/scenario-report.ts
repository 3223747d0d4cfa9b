import type { Event } from "../../core/event.ts";
import type { Projection } from "../../core/projection.ts";
import type { AgentReport } from "./agent-report.ts";
import type { CourseReport } from "./course.ts";
import type { CoverageMember } from "./coverage-member.ts";
import type { ExplanationReport } from "./explanation-report.ts";

/** The result of one scenario over all its schedules; every reporter is given a list of these. */
export interface ScenarioReport {
  /** The scenario's file, relative to the working directory. */
  readonly file: string;
  /** Where in it the scenario begins, from 1. */
  readonly line: number;
  readonly name: string;
  /** The server whose ways the models had; `null`: those of the wire's documentation. */
  readonly server: string | null;
  readonly passed: boolean;
  /** How many schedules were run. */
  readonly seeds: number;
  /** Whether faults were drawn besides those that the scenario names. */
  readonly swarm: boolean;
  readonly durationMs: number;
  readonly failures: readonly FailureReport[];
  readonly laws: readonly LawReport[];
  readonly search: SearchReport;
  /** `null`: of an agent of somebody else's, which has no log. */
  readonly coverage: CoverageReport | null;
  /** What was rehearsed: a run of the conductor, or an agent of somebody else's. */
  readonly subject: RunReport | AgentReport;
}

export interface RunReport {
  readonly type: "run";
  /** The projection of the first schedule. */
  readonly projection: Projection;
  /** The log of the first schedule. */
  readonly log: readonly Event[];
}

/** A failure, shrunk: all schedules that failed in the same way are one. */
export interface FailureReport {
  /** The first seed that failed in this way; `null` for a replay, which has no seed. */
  readonly seed: number | null;
  readonly count: number;
  /** What failed, in short: `law 3 (gate)`, `unmatched-popup`, `expectation`. */
  readonly kind: string;
  /** What is wrong, in full sentences. */
  readonly messages: readonly string[];
  /** Whether the same trial gave the same log when it was run again. */
  readonly deterministic: boolean;
  /** The command that replays it: `rehearsal sim FILE --replay CODE`. */
  readonly command: string;
  readonly code: string;
  /** Steps out of the default order, and faults, that are left. */
  readonly deviations: number;
  readonly faults: readonly string[];
  /** Why it comes about; `null` where it did not repeat, or would have taken too long. */
  readonly explanation: ExplanationReport | null;
  /** It is on the list of failures that a suite has for now, and fails no build. */
  readonly isKnown: boolean;
  /** In which of the trial's runs it was seen: `the run itself`, `the run that was killed at event 12` … */
  readonly seenIn: string;
  /** The steps of that run, under the shrunk schedule. */
  readonly steps: readonly StepReport[];
  /** The log of that run. */
  readonly log: readonly Event[];
}

export interface StepReport {
  readonly step: number;
  /** Whose step it was: a ticket, a planner, the disk, the person … */
  readonly chain: string;
  /** Virtual time since the run's start. */
  readonly atMs: number;
  readonly label: string;
  /** What would have come in the default order; `null` where that is this one. */
  readonly overtook: string | null;
  /** How many steps were ready, and which of them was released: 0 is the default. */
  readonly candidates: number;
  readonly place: number;
  /** The process died in this step: how many events its disk held then. */
  readonly storedAtDeath?: number;
}

export interface LawReport {
  /** A number; of the laws for agents, `a1`. */
  readonly law: number | string;
  readonly name: string;
  /** In how many schedules the law held, was broken, was not exercised, could not be checked. */
  readonly holds: number;
  readonly broken: number;
  readonly notExercised: number;
  readonly unknown: number;
  /** How often the law could have been broken. */
  readonly exercised: number;
}

/** How orders were drawn, and how different they were. */
export interface SearchReport {
  readonly strategies: readonly {
    readonly name: string;
    readonly schedules: number;
    readonly failing: number;
    /** The lowest seed of its own that failed. */
    readonly firstFailing: number | null;
  }[];
  /** By ranges of seeds; `null` in reports of before this was kept. */
  readonly course: CourseReport | null;
  /** The most chains (tickets, planners, the disk, the person …) and steps of a schedule. */
  readonly chains: number;
  readonly steps: number;
  /** How many different logs the schedules gave: 1 means that nothing in the scenario depends on order. */
  readonly distinctLogs: number;
  /** The beginnings of their digests, so that reports of several machines can be joined. */
  readonly logDigests: readonly string[];
  /** The chance that a mistake which needs one step before another was missed, at most: the bound of PCT. */
  readonly missedDepth2: number;
}

/** What the schedules reached: by name, how many of them did. What could have been reached and was not has a 0. */
export interface CoverageReport {
  readonly events: Readonly<Record<string, number>>;
  /** Branches of the core. */
  readonly decisions: Readonly<Record<string, number>>;
  /** Events of two tickets that stood next to each other; both orders of those that met. */
  readonly pairs: Readonly<Record<string, number>>;
  /** Faults, each with what was under way as it struck. */
  readonly faults: Readonly<Record<string, number>>;
  /** What a scenario says must happen in some schedule. */
  readonly marks: Readonly<Record<string, number>>;
  /** How many schedules differ in more than the order of what has nothing to do with each other. */
  readonly classes: number;
  /** So that reports of several machines can be joined. */
  readonly classDigests: readonly string[];
  /** The lowest seed of each of these. */
  readonly classSeeds: readonly number[];
  /** By name, the lowest seed that reached it. */
  readonly firstSeeds: Readonly<Record<CoverageMember, Readonly<Record<string, number>>>>;
}
