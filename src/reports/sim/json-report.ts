import type { Event } from "../../core/event.ts";
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
  /** The events of the first schedule. */
  readonly log: readonly Event[];
}

export interface JsonFailure extends Omit<FailureReport, "command"> {
  /** The command that replays it. */
  readonly replay: string;
}

/**
 * All reports as plain data, with nothing left out, so that `scenarioReports` makes them again. Texts of models are in
 * it as they were: clean them before printing.
 */
export function jsonReport(reports: readonly ScenarioReport[]): JsonReport {
  return { version: jsonReportVersion, scenarios: reports.map(scenarioOf) };
}

function scenarioOf(report: ScenarioReport): JsonScenario {
  const { file, name, passed, seeds, swarm, durationMs, laws, search, projection, log } = report;
  const failures = report.failures.map(({ command, ...rest }) => ({ ...rest, replay: command }));
  const facts = { passed, seeds, swarm, durationMs, failures, laws, search, log };
  return { file, name, ...projection, ...facts };
}

/** The reports that a JSON report was made of. */
export function scenarioReports({ scenarios }: JsonReport): readonly ScenarioReport[] {
  return scenarios.map((scenario) => {
    const { file, name, passed, seeds, swarm, durationMs, laws, search, log, ...projection } =
      scenario;
    const failures = scenario.failures.map(({ replay, ...rest }) => ({ ...rest, command: replay }));
    const facts = { file, name, passed, seeds, swarm, durationMs, laws, search, log, failures };
    return { ...facts, projection: withoutFailures(projection) };
  });
}

function withoutFailures({
  failures: _,
  ...projection
}: Projection & { readonly failures: unknown }): Projection {
  return projection;
}
