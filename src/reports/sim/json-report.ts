import type { Event } from "../../core/event.ts";
import type { Projection } from "../../core/projection.ts";
import type { AgentReport } from "./agent-report.ts";
import type {
  CoverageReport,
  FailureReport,
  LawReport,
  ScenarioReport,
  SearchReport,
} from "./scenario-report.ts";

/** The version of the format; it grows when a member is removed or changes its meaning. */
export const jsonReportVersion = 1;

/** What `--reporter json=FILE` writes; docs/json-report.md explains each member. */
export interface JsonReport {
  readonly version: typeof jsonReportVersion;
  /** A person ended it before all that was asked for was run; absent where none did. */
  readonly interrupted?: true;
  readonly scenarios: readonly JsonScenario[];
}

/** A run of the conductor with what `rehearsal show --json` prints of it, or an agent with what it did. */
export type JsonScenario = JsonRehearsal & (JsonRun | JsonAgent);

interface JsonRehearsal {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly server: string | null;
  readonly passed: boolean;
  readonly seeds: number;
  readonly swarm: boolean;
  readonly durationMs: number;
  readonly failures: readonly JsonFailure[];
  readonly laws: readonly LawReport[];
  readonly search: SearchReport;
  readonly coverage: CoverageReport | null;
}

interface JsonRun extends Projection {
  /** The events of the first schedule. */
  readonly log: readonly Event[];
}

interface JsonAgent {
  readonly agent: Omit<AgentReport, "type">;
}

export interface JsonFailure extends Omit<FailureReport, "command"> {
  /** The command that replays it. */
  readonly replay: string;
}

/**
 * All reports as plain data, with nothing left out, so that `scenarioReports` makes them again. Texts of models are in
 * it as they were: clean them before printing.
 */
export function jsonReport(reports: readonly ScenarioReport[], isInterrupted = false): JsonReport {
  const scenarios = reports.map(scenarioOf);
  return { version: jsonReportVersion, ...(isInterrupted && { interrupted: true }), scenarios };
}

function scenarioOf(report: ScenarioReport): JsonScenario {
  const { file, line, name, server, passed, seeds, swarm, durationMs } = report;
  const { laws, search, coverage, subject } = report;
  const failures = report.failures.map(({ command, ...rest }) => ({ ...rest, replay: command }));
  const facts = { passed, seeds, swarm, durationMs, failures, laws, search, coverage };
  return { file, line, name, server, ...shownOf(subject), ...facts };
}

function shownOf(subject: ScenarioReport["subject"]): JsonRun | JsonAgent {
  if (subject.type === "run") return { ...subject.projection, log: subject.log };
  const { type: _, ...agent } = subject;
  return { agent };
}

/** The reports that a JSON report was made of. */
export function scenarioReports({ scenarios }: JsonReport): readonly ScenarioReport[] {
  return scenarios.map((scenario) => {
    const { failures, passed, seeds, swarm, durationMs, laws, search, coverage, ...rest } =
      scenario;
    const { file, line, name, server, ...shown } = rest;
    return {
      ...{ file, line, name, server, passed, seeds, swarm, durationMs, laws, search, coverage },
      failures: failures.map(({ replay, ...rest }) => ({ ...rest, command: replay })),
      subject: subjectOf(shown),
    };
  });
}

function subjectOf(shown: JsonRun | JsonAgent): ScenarioReport["subject"] {
  if ("agent" in shown) return { type: "agent", ...shown.agent };
  const { log, ...projection } = shown;
  return { type: "run", projection, log };
}
