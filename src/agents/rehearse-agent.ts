import type { AgentReport } from "../reports/sim/agent-report.ts";
import { explanationLines } from "../reports/sim/explanation-rows.ts";
import type { FailureReport } from "../reports/sim/scenario-report.ts";
import type { AgentScenario } from "./agent-scenario.ts";
import { decodeAgentReplay } from "./search/agent-replay-code.ts";
import { examineAgent } from "./search/examine-agent.ts";
import { emptyAgentTally, addAgentTrial, exploreAgent } from "./search/explore-agent.ts";
import { runAgentTrial } from "./agent-trial.ts";

/** How an agent is rehearsed. */
export interface RehearseAgentOptions {
  /** Schedules to run; 100 by default. The first is the default order. */
  readonly seeds?: number;
  /** `all`: draws faults that a client gets over by asking again, and slow answers. */
  readonly faults?: "scripted" | "all";
  /** The code of a failure, instead of seeds: runs that one again. */
  readonly replay?: string;
}

/**
 * Rehearses an agent from a test, in `bun test`, Vitest or `node --test`: resolves with what the first schedule
 * showed where every one passes, and rejects where one fails. The error's message says why, with the code that
 * replays it; its `failures` hold the rest.
 * @example
 * await rehearseAgent(weather, { seeds: 200, faults: "all" });
 */
export async function rehearseAgent(
  scenario: AgentScenario,
  { seeds = 100, faults = "scripted", replay }: RehearseAgentOptions = {},
): Promise<AgentReport> {
  // Node has it from version 22 on; without, each request would fail with words that say little.
  if (typeof Reflect.get(Promise, "withResolvers") !== "function")
    throw new Error(
      `rehearseAgent needs Bun, or Node 22 or newer; this is ${process.version}. \`rehearsal sim FILE\` brings its own.`,
    );
  const tally =
    replay === undefined
      ? await exploreAgent(
          scenario,
          Array.from({ length: seeds }, (_, seed) => seed),
          { swarm: faults === "all", bail: true },
        )
      : await replayed(scenario, replay);
  if (tally.failing.length === 0) return tally.first!.shown;
  const failures = await examineAgent(scenario, tally, { file: "FILE" });
  throw Object.assign(new Error(messageOf(scenario, failures)), {
    name: "RehearsalError",
    failures,
  });
}

async function replayed(scenario: AgentScenario, code: string) {
  const replay = decodeAgentReplay(code);
  if (replay === null)
    throw new Error(
      "This replay code cannot be read. Paste it whole, as it was printed: it begins with a1.",
    );
  const tally = emptyAgentTally();
  addAgentTrial(tally, 0, await runAgentTrial(scenario, replay.trial));
  return tally;
}

function messageOf({ name }: AgentScenario, failures: readonly FailureReport[]): string {
  const texts = failures.flatMap((failure) => {
    const { messages, faults, code } = failure;
    return [
      ...messages,
      ...faults.map((fault) => `fault: ${fault}`),
      ...explanationLines(failure),
      `Replay: await rehearseAgent(scenario, { replay: "${code}" })`,
    ];
  });
  return `The rehearsal of "${name}" failed.\n${texts.join("\n")}`;
}
