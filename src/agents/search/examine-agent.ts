import type { FailureReport } from "../../reports/sim/scenario-report.ts";
import {
  examineKinds,
  type Examining,
  explainMs,
  type Failing,
  shrinkMs,
} from "../../sim/examine-failures.ts";
import { deadlineIn } from "../../clock/deadline.ts";
import { digestOfAgent } from "../agent-digest.ts";
import type { AgentRecord } from "../agent-record.ts";
import type { AgentScenario } from "../agent-scenario.ts";
import { type AgentTrial, runAgentTrial } from "../agent-trial.ts";
import { wordsOfAgentFault } from "./agent-fault.ts";
import { encodeAgentReplay } from "./agent-replay-code.ts";
import { explainAgent } from "./explain-agent.ts";
import { shrinkAgent } from "./shrink-agent.ts";

/** Reports each kind of failure once: run again to see whether it repeats, shrunk, and with what replays it. */
export const examineAgent = (
  scenario: AgentScenario,
  tally: Failing<AgentTrial>,
  { file, stop }: Pick<Examining, "file" | "stop">,
): Promise<readonly FailureReport[]> =>
  examineKinds(tally, async ({ seed, trial, failures }, { kind, count }) => {
    const again = await runAgentTrial(scenario, trial);
    const repeated = again.failures.some((failure) => failure.kind === kind);
    const smallest = repeated
      ? await shrinkAgent(scenario, again, kind, deadlineIn(shrinkMs, stop))
      : again;
    const code = encodeAgentReplay({ scenario: scenario.name, trial: smallest.trial });
    const last = await runAgentTrial(scenario, smallest.trial);
    const deterministic = repeated && digestOfAgent(last.record) === digestOfAgent(smallest.record);
    return {
      seed,
      count,
      kind,
      messages: (repeated ? smallest.failures : failures).map(({ message }) => message),
      isKnown: false,
      deterministic,
      command: `rehearsal sim ${file} --replay ${code}`,
      code,
      deviations: smallest.trial.schedule.deviations.length,
      faults: agentFaultsOf(smallest.trial),
      explanation: deterministic
        ? await explainAgent(scenario, smallest, { kind, isOver: deadlineIn(explainMs, stop) })
        : null,
      ...shownOfAgent(smallest.record),
    };
  });

export const agentFaultsOf = ({ faults, chance }: AgentTrial): readonly string[] => [
  ...faults.map(wordsOfAgentFault),
  ...(chance === 0 ? [] : [`what the agent draws by chance is that of seed ${chance}`]),
];

/** What a report shows of a failing run: it has no log, as one of the conductor has. */
export function shownOfAgent({
  steps,
}: AgentRecord): Pick<FailureReport, "seenIn" | "steps" | "log"> {
  const startMs = steps[0]?.atMs ?? 0;
  return {
    seenIn: "the run itself",
    steps: steps.map((step) => ({ ...step, atMs: step.atMs - startMs })),
    log: [],
  };
}
