import { examineAgent } from "../../agents/search/examine-agent.ts";
import {
  agentLawReports,
  type AgentTally,
  emptyAgentTally,
  exploreAgent,
} from "../../agents/search/explore-agent.ts";
import type { ScenarioReport } from "../../reports/sim/scenario-report.ts";
import { isAgent, type Rehearsable } from "../../sim/dsl/purpose.ts";
import { examineFailures } from "../../sim/examine-failures.ts";
import { explore, type ExploreOptions } from "../../sim/explore.ts";
import { coverageReport } from "../../sim/coverage/coverage-tally.ts";
import type { LoadedScenario } from "../../sim/load-scenario.ts";
import { quoted } from "../quoted.ts";
import { marksOf } from "../../sim/marks.ts";
import { addTally, emptyTally, lawReports, searchReport, type Tally } from "../../sim/tally.ts";

/** What the schedules of a scenario came to; of which kind the tally is, its scenario says. */
export interface Explored {
  readonly tally: Tally | AgentTally;
  /** The scenario's share of the elapsed time. */
  readonly durationMs: number;
}

export const emptyTallyFor = (scenario: Rehearsable): Explored["tally"] =>
  isAgent(scenario) ? emptyAgentTally() : emptyTally();

/** Adds what a part of the schedules of the same scenario came to. */
export const addPart = (sum: Explored["tally"], part: Explored["tally"]): void =>
  addTally<unknown, unknown>(sum, part);

export const exploreHere = (
  scenario: Rehearsable,
  seeds: readonly number[],
  options: ExploreOptions,
): Promise<Explored["tally"]> =>
  isAgent(scenario) ? exploreAgent(scenario, seeds, options) : explore(scenario, seeds, options);

/** What reports show of it. `file` is as they name it. */
export async function reportExplored(
  { scenario, line }: LoadedScenario<Rehearsable>,
  { tally, durationMs }: Explored,
  {
    file,
    server,
    swarm,
  }: { readonly file: string; readonly server: string | null; readonly swarm: boolean },
): Promise<ScenarioReport> {
  const context = { file: quoted(file) };
  const failures = isAgent(scenario)
    ? await examineAgent(scenario, (tally as AgentTally).failing, context)
    : await examineFailures(scenario, (tally as Tally).failing, context);
  return {
    file,
    line,
    name: scenario.name,
    server,
    passed: failures.length === 0,
    seeds: tally.seeds,
    swarm,
    durationMs,
    failures,
    laws: isAgent(scenario) ? agentLawReports(tally as AgentTally) : lawReports(tally as Tally),
    search: searchReport(tally),
    coverage: isAgent(scenario) ? null : coverageReport(tally.coverage, marksOf(scenario)),
    subject: tally.first!.shown,
  };
}
