import type { Projection } from "../../core/projection.ts";
import type { FailureReport, LawReport, ScenarioReport, SearchReport } from "./scenario-report.ts";

/** The version of the format; it grows when a member is removed or changes its meaning. */
export const jsonReportVersion = 1;

/** What `--reporter json=FILE` writes; docs/json-report.md explains each member. */
export interface JsonReport {
  readonly version: typeof jsonReportVersion;
  readonly scenarios: readonly JsonScenario[];
}

export interface JsonScenario extends Projection {
  readonly file: string;
  readonly name: string;
  readonly passed: boolean;
  readonly seeds: number;
  readonly swarm: boolean;
  readonly durationMs: number;
  readonly failures: readonly JsonFailure[];
  readonly laws: readonly LawReport[];
  readonly search: SearchReport;
}

export interface JsonFailure extends Pick<
  FailureReport,
  "seed" | "count" | "kind" | "messages" | "deterministic" | "code"
> {
  /** The command that replays it. */
  readonly replay: string;
}

/** All reports as plain data. Texts of models are in it as they were: clean them before printing. */
export function jsonReport(reports: readonly ScenarioReport[]): JsonReport {
  return { version: jsonReportVersion, scenarios: reports.map(scenarioOf) };
}

function scenarioOf(report: ScenarioReport): JsonScenario {
  const { file, name, passed, seeds, swarm, durationMs, laws, search, projection } = report;
  const failures = report.failures.map(failureOf);
  return { file, name, ...projection, passed, seeds, swarm, durationMs, failures, laws, search };
}

function failureOf(failure: FailureReport): JsonFailure {
  const { seed, count, kind, messages, deterministic, command, code } = failure;
  return { seed, count, kind, messages, deterministic, replay: command, code };
}
