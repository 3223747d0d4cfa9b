import { agentCoverageReport } from "../../agents/search/agent-coverage.ts";
import { examineAgent } from "../../agents/search/examine-agent.ts";
import {
  agentLawReports,
  type AgentTally,
  emptyAgentTally,
  exploreAgent,
} from "../../agents/search/explore-agent.ts";
import type { AgentScenario } from "../../agents/agent-scenario.ts";
import type { ScenarioReport } from "../../reports/sim/scenario-report.ts";
import { isAgent, type Rehearsable } from "../../sim/dsl/purpose.ts";
import { examineFailures } from "../../sim/examine-failures.ts";
import { explore, type ExploreOptions } from "../../sim/explore.ts";
import { coverageReport } from "../../sim/coverage/coverage-tally.ts";
import type { LoadedScenario } from "../../sim/load-scenario.ts";
import { quoted } from "../../core/words/quoted.ts";
import { marksOf } from "../../sim/marks.ts";
import { exitCodes } from "../exit-code.ts";
import { tellExit } from "./unwanted-exit.ts";
import { newWatchdog } from "./watchdog.ts";
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

/**
 * In this process, which a scenario's code may end, and where an agent's, which runs as it is, may go round for ever: then
 * the process ends and says under which seed.
 */
export async function exploreHere(
  scenario: Rehearsable,
  seeds: readonly number[],
  options: ExploreOptions,
): Promise<Explored["tally"]> {
  let done = 0;
  const ending = tellExit(() =>
    options.stop?.aborted === true ? null : endedText(scenario.name, seeds[done] ?? 0),
  );
  const onTrial = (failed: boolean): void => {
    done++;
    options.onTrial?.(failed);
  };
  try {
    return isAgent(scenario)
      ? await exploreWatched(scenario, seeds, { ...options, onTrial })
      : await explore(scenario, seeds, { ...options, onTrial });
  } finally {
    ending.release();
  }
}

const endedText = (name: string, seed: number): string =>
  `"${name}" ended the process under seed ${seed}, and what was found is lost. Take the exit out of its code.`;

async function exploreWatched(
  scenario: AgentScenario,
  seeds: readonly number[],
  options: ExploreOptions,
): Promise<AgentTally> {
  const watchdog = newWatchdog();
  let done = 0;
  const watch = (): void => {
    const seed = seeds[done] ?? 0;
    const early = { afterMs: deafMs, text: deafText(scenario.name, seed) };
    watchdog.watch(trialMs, {
      text: endlessText(scenario.name, seed),
      exitCode: exitCodes.failed,
      early,
    });
  };
  watch();
  try {
    return await exploreAgent(scenario, seeds, {
      ...options,
      onTrial(failed) {
        done++;
        watch();
        options.onTrial?.(failed);
      },
    });
  } finally {
    watchdog.release();
  }
}

/** No schedule takes this long, but one whose code never gives way. */
const trialMs = 120_000;

/** By then whoever waits may have pressed Ctrl-C, which nobody hears while the code does not give way. */
const deafMs = 10_000;

const deafText = (name: string, seed: number): string =>
  `"${name}" has not given way for ${deafMs / 1000} s under seed ${seed}; meanwhile Ctrl-C is not heard. Ctrl-\\ ends it at once.\n`;

const endlessText = (name: string, seed: number): string =>
  `"${name}" has not given way for ${trialMs / 1000} s under seed ${seed}: its code goes round in a loop that never ends. The process ends, and what was found is lost; rehearse it with --seeds ${seed}..${seed} in a debugger.\n`;

/** What reports show of it. `file` is as they name it. */
export async function reportExplored(
  { scenario, line }: LoadedScenario<Rehearsable>,
  { tally, durationMs }: Explored,
  {
    file,
    server,
    swarm,
    stop,
  }: {
    readonly file: string;
    readonly server: string | null;
    readonly swarm: boolean;
    /** Aborted: failures are told as they were found. */
    readonly stop?: AbortSignal;
  },
): Promise<ScenarioReport> {
  const context = { file: quoted(file), ...(stop !== undefined && { stop }) };
  const failures = isAgent(scenario)
    ? await examineAgent(scenario, tally as AgentTally, context)
    : await examineFailures(scenario, tally as Tally, context);
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
    coverage: isAgent(scenario)
      ? agentCoverageReport(tally.coverage, swarm ? "drawn" : "scripted")
      : coverageReport(tally.coverage, marksOf(scenario)),
    subject: tally.first!.shown,
  };
}
