import { runInside } from "../clock/virtual/inside.ts";
import { excerpt } from "../core/words/excerpt.ts";
import type { Chooser } from "../sim/schedule.ts";
import type { SchedulerEnd } from "../sim/scheduler.ts";
import type { AgentOutcome, AgentRecord } from "./agent-record.ts";
import type { AgentScenario } from "./agent-scenario.ts";
import { holdsWords } from "./holds-words.ts";
import { type AgentWeather, fairAgentWeather } from "./search/agent-fault.ts";
import { type AgentWorld, newAgentWorld } from "./world/agent-world.ts";
import { patienceOf } from "./world/patience.ts";
import { replaceWorld } from "./world/replace-world.ts";
import { stepsMax } from "./world/settling-turns.ts";
import { turns, watchUncaught } from "./world/uncaught.ts";

/** Runs an agent once, under one schedule, in virtual time. Many can go on in one process. */
export async function simulateAgent({
  scenario,
  choose,
  weather = fairAgentWeather,
  chance = 0,
}: {
  readonly scenario: AgentScenario;
  readonly choose: Chooser;
  readonly weather?: AgentWeather;
  /** The seed of what the agent draws by chance. */
  readonly chance?: number;
}): Promise<AgentRecord> {
  replaceWorld();
  const world = newAgentWorld(scenario, { choose, weather, chance });
  await turns.enter(world.inside);
  const unwatch = watchUncaught();
  try {
    const outcome = await live(scenario, world);
    await turns.reported();
    return recordOf(scenario, world, outcome);
  } finally {
    world.end();
    unwatch();
    turns.leave();
  }
}

async function live(scenario: AgentScenario, world: AgentWorld): Promise<AgentOutcome> {
  const ran: { outcome: AgentOutcome | null } = { outcome: null };
  const begun = runInside(world.inside, async () => await scenario.run(world.context));
  void begun.then(
    (value) => (ran.outcome = { type: "returned", value }),
    (error: unknown) => (ran.outcome = { type: "threw", error }),
  );
  // What is due at once belongs to the run, also where `run` does not wait for it.
  const isOver = () => ran.outcome !== null && !world.timers.isDue();
  const end = await runPatiently(scenario, world, isOver);
  return ran.outcome ?? { type: "hung", waits: [...reasonsOf(end), ...waitsIn(world)] };
}

/** Where nothing can come in virtual time, something of the real world may still: a file, a module that is loaded. */
async function runPatiently(
  scenario: AgentScenario,
  world: AgentWorld,
  isOver: () => boolean,
): Promise<SchedulerEnd> {
  const { scheduler, inside } = world;
  const patience = patienceOf(scenario);
  for (;;) {
    const end = await scheduler.run(isOver);
    if (end.type !== "deadlock") return end;
    const isExplained = waitsIn(world).length > 0;
    const hasCome = () => isOver() || scheduler.isReady();
    const comes = await patience.somethingComes(hasCome, { inside, isExplained });
    if (!comes) return end;
  }
}

function recordOf(scenario: AgentScenario, world: AgentWorld, outcome: AgentOutcome): AgentRecord {
  if (outcome.type === "returned") reportLeftOver(scenario, world);
  return {
    outcome,
    requests: world.wire.journal.requests(),
    answers: world.person.answers(),
    received: world.received,
    steps: world.scheduler.steps,
    problems: [...world.problems, ...world.person.problems(), ...world.wire.replies.problems()],
    notSimulated: [...world.notSimulated],
    durationMs: world.sinceBeginningMs(),
  };
}

/** What still goes on once `run` has returned, but for what the scenario lets it leave. */
function reportLeftOver({ leaves }: AgentScenario, world: AgentWorld): void {
  const left = [...world.timers.left(), ...waitsIn(world)].filter(
    (one) => !leaves.some((words) => holdsWords(words, one)),
  );
  if (left.length === 0) return;
  const counts = new Map<string, number>();
  for (const one of left) counts.set(one, (counts.get(one) ?? 0) + 1);
  const lines = [...counts].map(([one, count]) => (count === 1 ? one : `${count} times ${one}`));
  const timer = left[0]!.match(/^a timer \((.+?)\)/)?.[1];
  const hint =
    timer === undefined
      ? ""
      : ` A framework's own housekeeping may stay: leaves: [${JSON.stringify(timer)}].`;
  const message = `The agent returned, and left something over: ${lines.join("; ")}.\n  Clear the timer, await the step, read the answer to its end, or cancel it, before \`run\` returns.${hint}`;
  world.report("left-over", message);
}

/** Who waits for what. */
const waitsIn = ({ wire, person, openSteps }: AgentWorld): readonly string[] => [
  ...wire.journal
    .requests()
    .filter(({ end }) => end.type === "open")
    .map(({ number, fault }) =>
      fault?.type === "stall"
        ? `request ${wire.journal.nameOf(number)} waits for the rest of an answer that has stalled`
        : `request ${wire.journal.nameOf(number)} has an answer that nobody reads to its end`,
    ),
  ...person
    .answers()
    .filter(({ answeredAtMs }) => answeredAtMs === null)
    .map(({ question }) => `a person is asked ${excerpt(question)}`),
  ...[...openSteps].map(
    ({ name, hasBegun }) =>
      `the step ${JSON.stringify(name)} ${hasBegun ? "goes on" : "has not begun"}`,
  ),
];

function reasonsOf(end: SchedulerEnd): readonly string[] {
  switch (end.type) {
    case "livelock": {
      const next = end.waiting.slice(0, 3).join(", ");
      return [`it goes on for ever: after ${stepsMax} steps the next would be ${next}`];
    }
    case "unsettled":
      return end.operations.map((operation) => `${operation} did not end`);
    case "deadlock":
    case "over":
      return [];
  }
}
