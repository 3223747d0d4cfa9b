import { relative } from "node:path";
import { realClock } from "../../clock/real-clock.ts";
import { deadlineIn } from "../../clock/deadline.ts";
import { digestOfAgent } from "../../agents/agent-digest.ts";
import type { AgentScenario } from "../../agents/agent-scenario.ts";
import { runAgentTrial } from "../../agents/agent-trial.ts";
import { type AgentReplay, decodeAgentReplay } from "../../agents/search/agent-replay-code.ts";
import { explainAgent } from "../../agents/search/explain-agent.ts";
import { agentFaultsOf, shownOfAgent } from "../../agents/search/examine-agent.ts";
import {
  addAgentTrial,
  agentLawReports,
  emptyAgentTally,
} from "../../agents/search/explore-agent.ts";
import type { FailureReport, ScenarioReport } from "../../reports/sim/scenario-report.ts";
import { explainMs, faultsOf, shownOf } from "../../sim/examine-failures.ts";
import { explain } from "../../sim/explain/explain.ts";
import { digestOfRecord } from "../../sim/laws/ending.ts";
import { coverageReport } from "../../sim/coverage/coverage-tally.ts";
import type { LoadedScenario } from "../../sim/load-scenario.ts";
import { isAgent, type Rehearsable } from "../../sim/dsl/purpose.ts";
import { decodeReplay, type Replay } from "../../sim/replay-code.ts";
import { addTrial, emptyTally, lawReports, searchReport } from "../../sim/tally.ts";
import { marksOf } from "../../sim/marks.ts";
import type { Scenario } from "../../sim/scenario.ts";
import type { TrialFailure } from "../../sim/trial-failures.ts";
import { runTrial } from "../../sim/trial.ts";
import { quoted } from "../../core/words/quoted.ts";
import { usageError } from "../usage-error.ts";

type DecodedReplay =
  | { readonly type: "run"; readonly replay: Replay }
  | { readonly type: "agent"; readonly replay: AgentReplay };

/** Reads a code of either kind. Throws a usage error where it is none. */
export function readReplayCode(code: string): DecodedReplay {
  const ofRun = decodeReplay(code);
  if (ofRun !== null) return { type: "run", replay: ofRun };
  const ofAgent = decodeAgentReplay(code);
  if (ofAgent !== null) return { type: "agent", replay: ofAgent };
  throw usageError(
    "This replay code cannot be read. Paste it whole, as it was printed: it begins with r2, or with a1 for an agent. One that begins with r1 is of an older version: run its seed again.",
  );
}

/**
 * Runs the trial of a replay code, twice to see whether it is deterministic, and reports it like the failure that it
 * replays.
 */
export async function replayTrial(
  loaded: readonly LoadedScenario<Rehearsable>[],
  code: string,
): Promise<ScenarioReport> {
  const decoded = readReplayCode(code);
  return decoded.type === "run"
    ? await replayRun(found(loaded, decoded.replay.scenario, isRun), { ...decoded.replay, code })
    : await replayAgent(found(loaded, decoded.replay.scenario, isAgent), {
        ...decoded.replay,
        code,
      });
}

const isRun = (scenario: Rehearsable): scenario is Scenario => !isAgent(scenario);

function found<Kind extends Rehearsable>(
  loaded: readonly LoadedScenario<Rehearsable>[],
  name: string,
  isOfKind: (scenario: Rehearsable) => scenario is Kind,
): LoadedScenario<Kind> {
  for (const one of loaded) {
    const { scenario } = one;
    if (scenario.name === name && isOfKind(scenario)) return { ...one, scenario };
  }
  const names = loaded.map(({ scenario }) => `"${scenario.name}"`).join(", ");
  throw usageError(
    `The code is of the scenario "${name}", and these files hold ${names}. Name the file that it was printed with.`,
  );
}

async function replayRun(
  { file: path, line, scenario }: LoadedScenario,
  { trial, code }: Replay & { readonly code: string },
): Promise<ScenarioReport> {
  const beganAtMs = realClock.nowMs();
  const result = await runTrial(scenario, trial);
  const durationMs = realClock.nowMs() - beganAtMs;
  const again = await runTrial(scenario, trial);
  const deterministic = digestOfRecord(result.record) === digestOfRecord(again.record);
  const kind = result.failures[0]?.kind;
  const explanation =
    kind === undefined || !deterministic
      ? null
      : await explain(scenario, result, { kind, isOver: deadlineIn(explainMs) });
  const tally = emptyTally();
  addTrial(tally, 0, result);
  return replayed({
    path,
    line,
    name: scenario.name,
    server: trial.server,
    code,
    swarm: trial.swarm !== null,
    durationMs,
    laws: lawReports(tally),
    search: searchReport(tally),
    coverage: coverageReport(tally.coverage, marksOf(scenario)),
    subject: tally.first!.shown,
    failures: result.failures,
    shown: shownOf(result, result.failures[0]?.seenIn ?? "itself"),
    deterministic,
    deviations: trial.schedule.deviations.length,
    faults: faultsOf(result),
    explanation,
  });
}

async function replayAgent(
  { file: path, line, scenario }: LoadedScenario<AgentScenario>,
  { trial, code }: AgentReplay & { readonly code: string },
): Promise<ScenarioReport> {
  const beganAtMs = realClock.nowMs();
  const result = await runAgentTrial(scenario, trial);
  const durationMs = realClock.nowMs() - beganAtMs;
  const again = await runAgentTrial(scenario, trial);
  const deterministic = digestOfAgent(result.record) === digestOfAgent(again.record);
  const kind = result.failures[0]?.kind;
  const tally = emptyAgentTally();
  addAgentTrial(tally, 0, result);
  return replayed({
    path,
    line,
    name: scenario.name,
    server: null,
    code,
    swarm: trial.faults.length > 0,
    durationMs,
    laws: agentLawReports(tally),
    search: searchReport(tally),
    coverage: null,
    subject: tally.first!.shown,
    failures: result.failures,
    shown: shownOfAgent(result.record),
    deterministic,
    deviations: trial.schedule.deviations.length,
    faults: agentFaultsOf(trial),
    explanation:
      kind === undefined || !deterministic
        ? null
        : await explainAgent(scenario, result, { kind, isOver: deadlineIn(explainMs) }),
  });
}

/** The report of one trial, which fails in one way: by what came first. */
function replayed({
  path,
  code,
  failures,
  deterministic,
  deviations,
  faults,
  explanation,
  shown,
  ...rest
}: Omit<ScenarioReport, "file" | "passed" | "seeds" | "failures"> &
  Pick<FailureReport, "code" | "deterministic" | "deviations" | "faults" | "explanation"> & {
    readonly path: string;
    readonly failures: readonly Pick<TrialFailure, "kind" | "message">[];
    readonly shown: Pick<FailureReport, "seenIn" | "steps" | "log">;
  }): ScenarioReport {
  const file = relative(process.cwd(), path);
  const [first] = failures;
  const failure = (kind: string): FailureReport => ({
    seed: null,
    count: 1,
    kind,
    messages: failures.map(({ message }) => message),
    deterministic,
    isKnown: false,
    command: `rehearsal sim ${quoted(file)} --replay ${code}`,
    code,
    deviations,
    faults,
    explanation,
    ...shown,
  });
  return {
    ...rest,
    file,
    passed: first === undefined,
    seeds: 1,
    failures: first === undefined ? [] : [failure(first.kind)],
  };
}
