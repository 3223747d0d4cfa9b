import { countText } from "../core/words/count-text.ts";
import {
  type Chooser,
  chooserOf,
  notingSchedule,
  defaultOrder,
  type Schedule,
} from "../sim/schedule.ts";
import { seededChooser, strategyOf } from "../sim/search/strategies.ts";
import { type Verdict, wordsOfBreaches } from "../sim/laws/verdict.ts";
import type { AgentRecord } from "./agent-record.ts";
import type { AgentProblem } from "./agent-problem.ts";
import type { AgentScenario } from "./agent-scenario.ts";
import { type AgentLawId, agentLaws, judgeAgent, titleOfAgentLaw } from "./laws/agent-laws.ts";
import { type AgentFault, agentWeatherOf, fairAgentWeather } from "./search/agent-fault.ts";
import { drawAgentSwarm } from "./search/agent-swarm.ts";
import { errorWithPlace } from "./error-text.ts";
import { simulateAgent } from "./simulate-agent.ts";
import { valueText } from "./value-text.ts";

/** One run of an agent as data: all that a replay needs. */
export interface AgentTrial {
  readonly schedule: Schedule;
  readonly faults: readonly AgentFault[];
  /** The seed of what the agent draws by chance. */
  readonly chance: number;
  /** It is run once more, and must go the same way. */
  readonly twice: boolean;
}

export interface AgentTrialFailure {
  readonly kind: string;
  readonly message: string;
}

export interface AgentTrialResult {
  readonly trial: AgentTrial;
  /** What drew its order; `replay` where it was given. */
  readonly strategy: string;
  readonly record: AgentRecord;
  readonly verdicts: ReadonlyMap<AgentLawId, Verdict>;
  readonly failures: readonly AgentTrialFailure[];
}

const warmings = new WeakMap<AgentScenario, Promise<number>>();

/**
 * Runs an agent once in the default order, so that what it loads lazily is loaded, and says how many steps it took.
 * Once a process and scenario.
 */
function warmUpAgent(scenario: AgentScenario): Promise<number> {
  const begun =
    warmings.get(scenario) ??
    simulateAgent({ scenario, choose: chooserOf(defaultOrder) }).then(({ steps }) => steps.length);
  warmings.set(scenario, begun);
  return begun;
}

/** Runs an agent under the schedule of a seed. Seed 0 is the default order. */
export async function drawAgentTrial(
  scenario: AgentScenario,
  seed: number,
  options: { readonly swarm: boolean; readonly strategy?: string },
): Promise<AgentTrialResult> {
  const expectedSteps = await warmUpAgent(scenario);
  const strategy = strategyOf(seed, options.strategy);
  const { choose, schedule } = notingSchedule(seededChooser(seed, { strategy, expectedSteps }));
  const swarm = options.swarm ? drawAgentSwarm(seed) : null;
  const weather = swarm?.weather ?? fairAgentWeather;
  const record = await simulateAgent({ scenario, choose, weather, chance: seed });
  const trial: AgentTrial = {
    schedule,
    faults: swarm?.met ?? [],
    chance: seed,
    twice: seed % 16 === 0,
  };
  return await judge(scenario, trial, { record, strategy: strategy.name });
}

/** The order that a seed draws for a trial with all else as it is. */
export async function drawAgentSchedule(
  scenario: AgentScenario,
  { faults, chance }: AgentTrial,
  { seed, steps }: { readonly seed: number; readonly steps: number },
): Promise<Schedule> {
  const drawn = seededChooser(seed, { strategy: strategyOf(seed), expectedSteps: steps });
  return await agentScheduleBy(scenario, { faults, chance }, drawn);
}

/** The order that a chooser makes for a trial with all else as it is. */
export async function agentScheduleBy(
  scenario: AgentScenario,
  { faults, chance }: Pick<AgentTrial, "faults" | "chance">,
  drawn: Chooser,
): Promise<Schedule> {
  const { choose, schedule } = notingSchedule(drawn);
  await simulateAgent({ scenario, choose, weather: agentWeatherOf(faults), chance });
  return schedule;
}

/** Runs a trial again from its data. */
export async function runAgentTrial(
  scenario: AgentScenario,
  trial: AgentTrial,
): Promise<AgentTrialResult> {
  await warmUpAgent(scenario);
  const record = await again(scenario, trial);
  return await judge(scenario, trial, { record, strategy: "replay" });
}

const again = (scenario: AgentScenario, { schedule, faults, chance }: AgentTrial) =>
  simulateAgent({
    scenario,
    choose: chooserOf(schedule),
    weather: agentWeatherOf(faults),
    chance,
  });

async function judge(
  scenario: AgentScenario,
  trial: AgentTrial,
  { record, strategy }: { readonly record: AgentRecord; readonly strategy: string },
): Promise<AgentTrialResult> {
  const verdicts = judgeAgent(record, trial.twice ? await again(scenario, trial) : null);
  const ofLaws = (areMeant: (law: { readonly id: AgentLawId }) => boolean) =>
    agentLaws
      .filter(areMeant)
      .flatMap((law) => lawFailures(titleOfAgentLaw(law), verdicts.get(law.id)!));
  // A request that its server refuses is why an agent throws, or waits for ever; other laws may be broken because of that.
  const failures = [
    ...problemsOf(record, isCause),
    ...ofLaws(({ id }) => id === "a4"),
    ...outcomeFailures(record),
    ...ofLaws(({ id }) => id !== "a4"),
    ...(await ownFailures(scenario, record)),
    ...consequences(record),
  ];
  return { trial, strategy, record, verdicts, failures };
}

const problemsOf = (
  { problems }: AgentRecord,
  isMeant: (type: AgentProblem["type"]) => boolean,
): readonly AgentTrialFailure[] =>
  [...countsOf(problems.filter(({ type }) => isMeant(type)))].map(([message, { type, count }]) => ({
    kind: type,
    message: count === 1 ? message : `${message} (${count} times)`,
  }));

/** A client that asks again and again says the same each time. */
function countsOf(problems: readonly AgentProblem[]) {
  const counts = new Map<string, { readonly type: AgentProblem["type"]; readonly count: number }>();
  for (const { type, message } of problems)
    counts.set(message, { type, count: (counts.get(message)?.count ?? 0) + 1 });
  return counts;
}

/** What went wrong comes first, what follows from it after: a run that stops early leaves much unused. */
const isCause = (type: AgentProblem["type"]): boolean =>
  !type.startsWith("unused-") && type !== "left-over" && type !== "left-reply";

/** What follows from the rest. Of all that an agent which threw did not come to, how much it is says enough. */
function consequences(record: AgentRecord): readonly AgentTrialFailure[] {
  const all = problemsOf(record, (type) => !isCause(type));
  if (record.outcome.type !== "threw") return all;
  return [...Map.groupBy(all, ({ kind }) => kind)].flatMap(([kind, some]) => {
    const noun = notMet[kind];
    if (noun === undefined || some.length === 1) return some;
    const message = `${countText(some.length, ...noun)} of the script were never met: it ended before.`;
    return [{ kind, message }];
  });
}

const notMet: Readonly<Record<string, readonly [string, string]>> = {
  "unused-reply": ["reply", "replies"],
  "unused-fault": ["fault", "faults"],
  "unused-decision": ["decision", "decisions"],
};

function outcomeFailures({
  outcome,
  problems,
  notSimulated,
}: AgentRecord): readonly AgentTrialFailure[] {
  switch (outcome.type) {
    case "returned":
      return [];
    case "threw":
      return [{ kind: "exception", message: `The agent threw ${errorWithPlace(outcome.error)}` }];
    case "hung": {
      if (problems.some(({ type }) => type === "unanswered-question")) return [];
      const { waits } = outcome;
      const unseen = notSimulated.map(
        (what) => `\n  It may wait for ${what}, which is not simulated.`,
      );
      const what =
        waits.length === 0
          ? ` Nothing of the simulation is on its way: no timer, no answer, no person. What takes real time belongs into step("name", work).${unseen.join("")}`
          : `\n  ${waits.join("\n  ")}`;
      return [{ kind: "hang", message: `The agent never ended.${what}` }];
    }
  }
}

function lawFailures(title: string, verdict: Verdict): readonly AgentTrialFailure[] {
  switch (verdict.type) {
    case "broken": {
      return [{ kind: title, message: `${title} is broken: ${wordsOfBreaches(verdict.breaches)}` }];
    }
    case "unknown":
      return [{ kind: title, message: `${title} could not be checked: ${verdict.why}` }];
    case "holds":
    case "not-exercised":
      return [];
  }
}

/** What the user's own code says of a run. What it expects counts only where the agent came to its end. */
async function ownFailures(
  { expect, checks }: AgentScenario,
  record: AgentRecord,
): Promise<readonly AgentTrialFailure[]> {
  const failures: AgentTrialFailure[] = [];
  const { outcome } = record;
  if (outcome.type === "returned") {
    const wrong = await wrongBy(() => expect(outcome.value as never));
    if (wrong !== null) {
      const message =
        wrong === "" ? `Not as expected: ${valueText(outcome.value).slice(0, 500)}` : wrong;
      failures.push({ kind: "expectation", message });
    }
  }
  for (const [name, check] of Object.entries(checks)) {
    const wrong = await wrongBy(() => check(record));
    if (wrong !== null)
      failures.push({ kind: name, message: `${name}: ${wrong || "it does not hold"}` });
  }
  return failures;
}

/** `null` where all is right; else what is wrong, which may be empty. */
async function wrongBy(judged: () => unknown): Promise<string | null> {
  try {
    const verdict = await judged();
    if (typeof verdict === "string") return verdict;
    return verdict === false ? "" : null;
  } catch (error) {
    return errorWithPlace(error);
  }
}
