import { project } from "../core/project.ts";
import type { Projection } from "../core/projection.ts";
import { type DrawnFault, endsLife, nameOfAddress, weatherOf } from "./drawn-fault.ts";
import { callNamed, drawCall } from "./hurt-call.ts";
import { fairWeather } from "./faults.ts";
import type { Evidence } from "./laws/evidence.ts";
import { judgeTrial, type LawNumber } from "./laws/laws.ts";
import { type Checkers, failuresOf, type TrialFailure } from "./trial-failures.ts";
import type { Verdict } from "./laws/verdict.ts";
import type { RunRecord } from "./record.ts";
import type { FinishedRun, Scenario } from "./scenario.ts";
import { type Chooser, chooserOf, notingSchedule, randomFrom, type Schedule } from "./schedule.ts";
import { marksMet } from "./marks.ts";
import { drawPrefix } from "./corpus/draw-prefix.ts";
import { branching, branchName, type Prefix } from "./corpus/prefix.ts";
import { stepsInDefaultOrder } from "./search/default-steps.ts";
import { seededChooser, strategyOf } from "./search/strategies.ts";
import { simulate } from "./simulate.ts";
import { hashOfText } from "../mock-provider/text-hash.ts";
import { drawableHabits } from "../mock-provider/servers/drawable-habits.ts";
import { type History, newHistory } from "./world/history.ts";
import {
  mockWireOf,
  type SimulatedWire,
  wireOfSeed,
  wireOfServer,
} from "./world/simulated-wire.ts";
import { drawKills, drawPlace, restOfKills } from "./search/draw-kills.ts";
import { drawSwarm } from "./swarm.ts";
import { agreeableDecision } from "./world/popup-words.ts";
import type { WorldMoment } from "./world/world.ts";

/**
 * One simulated run with the runs that it is compared with, as data: all that a replay needs. Those run under the
 * same schedule: one is killed at events and resumed (law 9), one has a call that fails (law 6), one is the same
 * again (law 8).
 */
export interface Trial {
  readonly schedule: Schedule;
  /** `null`: the scenario is played exactly, and judged wholly. A list: these faults are added, and only laws are judged. */
  readonly swarm: readonly DrawnFault[] | null;
  /** The events at which the processes of the killed run die, one after another; empty: there is no such run. */
  readonly killAtEvents: readonly number[];
  readonly hurtCall: string | null;
  readonly twice: boolean;
  readonly wire: SimulatedWire;
  /** The server whose habits the models' one has, by its name; `null`: it behaves as its API's documentation says. */
  readonly server: string | null;
}

/** The result of a trial. */
export interface TrialResult {
  readonly trial: Trial;
  /** The search strategy that drew its schedule; `replay` where the schedule was given. */
  readonly strategy: string;
  readonly record: RunRecord;
  /** All runs of the trial, as the laws judged them. */
  readonly evidence: Evidence;
  readonly projection: Projection;
  readonly verdicts: ReadonlyMap<LawNumber, Verdict>;
  readonly failures: readonly TrialFailure[];
  /** Which marks of `sometimes` its runs met. */
  readonly marks: readonly string[];
}

/** Runs a scenario under the schedule of a seed, and returns the trial with its result. Seed 0 is the default order. */
export async function drawTrial(
  scenario: Scenario,
  seed: number,
  options: {
    readonly swarm: boolean;
    readonly checkers?: Checkers;
    /** By default Anthropic's; under drawn faults, some seeds draw another. */
    readonly wire?: SimulatedWire | null;
    readonly server?: string | null;
    /** One of `strategyNames`; by turns where none is named. */
    readonly strategy?: string;
    /** Beginnings of schedules that some of the seeds go on from. */
    readonly prefixes?: readonly Prefix[];
  },
): Promise<TrialResult> {
  const { server = null } = options;
  const ownSeed = seedOf(scenario, seed);
  const drawnWire = options.swarm ? wireOfSeed(seed) : "anthropic";
  const wire = wireOfServer(server) ?? options.wire ?? drawnWire;
  const strategy = strategyOf(seed, options.strategy);
  const expectedSteps = seed === 0 ? 0 : await stepsInDefaultOrder(scenario, wire, server);
  const prefix = drawPrefix(seed, options.prefixes ?? []);
  const drawn = seededChooser(seed, { strategy, expectedSteps });
  const { choose, schedule } = notingSchedule(prefix === null ? drawn : branching(prefix, drawn));
  const swarm = options.swarm ? drawSwarm(ownSeed, drawableHabits(mockWireOf[wire])) : null;
  const weather = swarm?.weather ?? fairWeather;
  const twice = seed % 16 === 0;
  const foldWatch = foldWatchOf(seed === 0);
  const met = swarm?.met ?? [];
  const endsEarly = met.some(endsLife);
  const history = newHistory(null);
  const record = await simulate({ scenario, choose, weather, wire, server, foldWatch, history });
  const random = randomFrom(ownSeed ^ 0xc0a5);
  // Every how many seeds there is a killed and a hurt run: fewer behind a named server, which changes only the wire.
  const [kills, hurts] = server === null ? [1, 4] : [4, 8];
  const trial: Trial = {
    schedule,
    swarm: swarm?.met ?? null,
    killAtEvents:
      endsEarly || seed % kills !== 0 ? [] : drawKills(random, drawPlace(random, record.log)),
    hurtCall: seed % hurts === 0 && !endsEarly ? drawCall(record, met, random()) : null,
    twice,
    wire,
    server,
  };
  return await judge(scenario, trial, record, {
    ...options,
    history,
    strategy: prefix === null ? strategy.name : branchName,
  });
}

/** Each scenario draws its own faults and companions, so that few seeds of many scenarios meet many combinations. */
const seedOf = ({ name }: Scenario, seed: number): number =>
  seed ^ Number.parseInt(hashOfText(name).slice(0, 6), 36);

/** Only the default order compares at every event: folding takes as long as the run itself. */
const foldWatchOf = (isDefaultOrder: boolean) => (isDefaultOrder ? "every-event" : "sampled");

/** A trial of which only the schedule is required. The defaults are no companion runs, no drawn faults and Anthropic's API. */
export type TrialDraft = Pick<Trial, "schedule"> & Partial<Trial>;

/** Runs a trial again from its data. */
export async function runTrial(
  scenario: Scenario,
  draft: TrialDraft,
  checkers: Checkers = {},
): Promise<TrialResult> {
  const trial: Trial = {
    swarm: null,
    killAtEvents: [],
    hurtCall: null,
    twice: false,
    wire: "anthropic",
    server: null,
    ...draft,
  };
  const weather = trial.swarm === null ? fairWeather : weatherOf(trial.swarm, agreeableDecision);
  const choose = chooserOf(trial.schedule);
  const { wire, server } = trial;
  const foldWatch = foldWatchOf(trial.schedule.deviations.length === 0);
  const history = newHistory(trial.killAtEvents[0] ?? 0);
  const record = await simulate({ scenario, choose, weather, wire, server, foldWatch, history });
  return await judge(scenario, trial, record, { strategy: "replay", checkers, history });
}

/** The order that a seed draws for a trial, whatever order the trial has. */
export async function drawSchedule(
  scenario: Scenario,
  trial: Trial,
  { seed, expectedSteps }: { readonly seed: number; readonly expectedSteps: number },
): Promise<Schedule> {
  const drawn = seededChooser(seed, { strategy: strategyOf(seed), expectedSteps });
  return await scheduleBy(scenario, trial, drawn);
}

/** The order that a chooser makes for a trial, whatever order the trial has. */
export async function scheduleBy(
  scenario: Scenario,
  trial: Trial,
  drawn: Chooser,
): Promise<Schedule> {
  const { choose, schedule } = notingSchedule(drawn);
  const weather = trial.swarm === null ? fairWeather : weatherOf(trial.swarm, agreeableDecision);
  const { wire, server } = trial;
  const foldWatch = foldWatchOf(false);
  const history = newHistory(null);
  await simulate({ scenario, choose, weather, wire, server, foldWatch, history });
  return schedule;
}

async function judge(
  scenario: Scenario,
  trial: Trial,
  record: RunRecord,
  {
    strategy,
    history,
    checkers = {},
  }: {
    readonly strategy: string;
    /** Of the record's run. */
    readonly history: History;
    readonly checkers?: Checkers;
  },
): Promise<TrialResult> {
  const unscripted = trial.swarm === null ? () => null : agreeableDecision;
  const again = (faults: readonly DrawnFault[], from: WorldMoment | null = null) =>
    simulate({
      from,
      scenario,
      choose: chooserOf(trial.schedule),
      weather: weatherOf([...(trial.swarm ?? []), ...faults], unscripted),
      wire: trial.wire,
      server: trial.server,
    });
  const at = trial.hurtCall === null ? null : callNamed(record, trial.hurtCall);
  const cut = { type: "cut", afterEvents: 3 } as const;
  const kills = trial.killAtEvents.map((atEvent) => ({ type: "crash", atEvent }) as const);
  const rest = { type: "rest", restMs: restOfKills(trial.killAtEvents) } as const;
  // Until its first death it is the same run, so it goes on from a snapshot of that moment.
  const killed =
    kills.length === 0 ? null : await again([...kills, rest], history.at(trial.killAtEvents[0]!));
  const hurt =
    at === null
      ? null
      : { record: await again([{ type: "reply", at: nameOfAddress(at), fault: cut }]), at };
  const evidence: Evidence = {
    record,
    again: trial.twice ? await again([]) : null,
    killed,
    hurt,
    drawn: trial.swarm ?? [],
  };
  const verdicts = judgeTrial(evidence);
  const projection = project(record.log);
  const run: FinishedRun = { ...projection, log: record.log, files: record.files };
  const failures = failuresOf(scenario, { trial, evidence, verdicts, run }, checkers);
  const marks = marksMet(scenario, evidence);
  return { trial, strategy, record, evidence, projection, verdicts, failures, marks };
}
