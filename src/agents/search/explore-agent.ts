import { type ExploreOptions, exploreSeeds } from "../../sim/explore.ts";
import type { AgentReport } from "../../reports/sim/agent-report.ts";
import { addResult, emptyTallyOf, type Tally } from "../../sim/tally.ts";
import type { LawReport } from "../../reports/sim/scenario-report.ts";
import { effectOfAgent } from "../agent-digest.ts";
import type { AgentScenario } from "../agent-scenario.ts";
import { type AgentTrial, type AgentTrialResult, drawAgentTrial } from "../agent-trial.ts";
import { agentLaws } from "../laws/agent-laws.ts";
import { coverageOfAgent } from "./agent-coverage.ts";
import { reportOfAgent } from "./report-of-agent.ts";

/** The results of many schedules of an agent. */
export type AgentTally = Tally<AgentTrial, AgentReport>;

export const emptyAgentTally = (): AgentTally => emptyTallyOf(agentLaws.map(({ id }) => id));

export function addAgentTrial(tally: AgentTally, seed: number, result: AgentTrialResult): void {
  const { record } = result;
  addResult(tally, seed, {
    ...result,
    steps: record.steps,
    digest: effectOfAgent(record),
    coverage: coverageOfAgent(record),
    shown: () => reportOfAgent(record),
  });
}

/** Runs these seeds of an agent in this process, one after another. */
export async function exploreAgent(
  scenario: AgentScenario,
  seeds: Iterable<number>,
  options: Pick<ExploreOptions, "swarm" | "bail" | "strategy" | "onTrial" | "stop">,
): Promise<AgentTally> {
  const tally = emptyAgentTally();
  await exploreSeeds(seeds, options, async (seed) => {
    const result = await drawAgentTrial(scenario, seed, options);
    addAgentTrial(tally, seed, result);
    return result.failures.length > 0;
  });
  return tally;
}

/** How each law fared, as reports show it. */
export const agentLawReports = (tally: AgentTally): readonly LawReport[] =>
  agentLaws.map(({ id, name }) => ({ law: id, name, ...tally.laws[id]! }));
