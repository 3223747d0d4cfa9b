import type { Deadline } from "../../clock/deadline.ts";
import type { ExplanationReport } from "../../reports/sim/explanation-report.ts";
import { explainTrial } from "../../sim/explain/explain-trial.ts";
import { orderParts } from "../../sim/explain/needs.ts";
import type { AgentScenario } from "../agent-scenario.ts";
import {
  type AgentTrial,
  type AgentTrialResult,
  drawAgentSchedule,
  runAgentTrial,
} from "../agent-trial.ts";
import { wordsOfAgentFault } from "./agent-fault.ts";

/** Fewer than of our own conductor: an agent in a framework may take half a second a run. */
const continuationsMax = 25;

/** Why a failure of an agent comes about, as `explain` of a run's; an agent has no log, so no run beside it is shown. */
export async function explainAgent(
  scenario: AgentScenario,
  smallest: AgentTrialResult,
  { kind, isOver }: { readonly kind: string; readonly isOver?: Deadline },
): Promise<ExplanationReport | null> {
  const { trial, record } = smallest;
  // Where nothing has come yet, nothing could have come otherwise.
  if (record.steps.length === 0) return null;
  const explained = await explainTrial<AgentTrial>({
    smallest,
    continuationsMax,
    ...(isOver && { isOver }),
    runsEach: trial.twice ? 2 : 1,
    parts: [
      ...trial.faults.map((fault) => ({
        what: `the fault “${wordsOfAgentFault(fault)}”`,
        without: { ...trial, faults: trial.faults.filter((other) => other !== fault) },
      })),
      ...(trial.chance === 0
        ? []
        : [{ what: "what it draws by chance", without: { ...trial, chance: 0 } }]),
      ...orderParts(smallest),
    ],
    async run(other) {
      const result = await runAgentTrial(scenario, other);
      const isFailing = result.failures.some((failure) => failure.kind === kind);
      return { isFailing, steps: result.record.steps };
    },
    drawn: (seed) => drawAgentSchedule(scenario, trial, { seed, steps: record.steps.length }),
  });
  return explained === null ? null : { ...explained, nearest: null };
}
