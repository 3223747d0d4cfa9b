import type { Event } from "../core/event.ts";
import { type PopupId, type RunId, runId, ticketId } from "../core/ids.ts";
import type { Subscriber } from "../ports.ts";
import { type Beginning, conduct, type Conducted, type Finished } from "../runtime/conductor.ts";
import { answersOf } from "./dsl/proposal.ts";
import { watchFor } from "./event-place.ts";
import { fairWeather, type Weather } from "./faults.ts";
import { type FoldWatch, type FoldWitness, newFoldWitness } from "./fold/fold-witness.ts";
import { isWithoutRoom, mayGoOn, nextRetry } from "./go-on.ts";
import type { Execution, RunRecord } from "./record.ts";
import type { Scenario } from "./scenario.ts";
import { settingsOf } from "./scenario-settings.ts";
import type { Chooser } from "./schedule.ts";
import type { SchedulerEnd } from "./scheduler.ts";
import { withScriptedFaults } from "./scripted-faults.ts";
import { collectUncaught } from "./uncaught.ts";
import type { History } from "./world/history.ts";
import { endLeftRunning } from "./world/left-running.ts";
import { newMortalLife } from "./world/mortal-life.ts";
import { say } from "./world/sayings.ts";
import { openScriptedWorkspace } from "./world/scripted-workspace.ts";
import { loadSdk } from "./world/simulated-provider.ts";
import { actAtRest } from "./world/at-rest.ts";
import { simulatedEdges } from "./world/simulated-edges.ts";
import { readDisk, storedEvents } from "./world/simulated-store.ts";
import { simulatedSubscribers } from "./world/simulated-subscribers.ts";
import type { SimulatedWire } from "./world/simulated-wire.ts";
import {
  type WorldMoment,
  momentOfWorld,
  newWorld,
  type World,
  worldAfterDeath,
} from "./world/world.ts";
import { wordsOf } from "./world/scenario-words.ts";
import { newTimerCount } from "./world/timer-count.ts";
import { recordOfWorld } from "./world/world-record.ts";

/** How often a run may be resumed within one simulation, other than after a crash. */
const resumesMax = 8;

export interface Simulation {
  readonly scenario: Scenario;
  readonly choose: Chooser;
  readonly weather?: Weather;
  /** Anthropic's where nothing is said. */
  readonly wire?: SimulatedWire;
  /** The name of a known server to imitate; `null`: the mock behaves as the wire's documentation says. */
  readonly server?: string | null;
  /** How often the fold is compared with the live state. */
  readonly foldWatch?: FoldWatch;
  /** Receives snapshots of the world after events, from which other simulations can go on. */
  readonly history?: History;
  /**
   * A moment of a simulation of the same scenario and schedule that has one crash less. This simulation goes on from there as
   * if the process had died at that moment, which spares everything before it. Its folds are compared at the end only.
   */
  readonly from?: WorldMoment | null;
}

/** Loads what is imported lazily. Await it once before `runTrial` and `drawTrial`; `rehearse` does so itself. */
export function warmUp(wire: SimulatedWire = "anthropic"): Promise<void> {
  const begun = warmings.get(wire) ?? loadLazyParts(wire);
  warmings.set(wire, begun);
  return begun;
}

/** Once a process and wire: what is loaded stays loaded. */
const warmings = new Map<SimulatedWire, Promise<void>>();

async function loadLazyParts(wire: SimulatedWire): Promise<void> {
  // Node has it from version 22 on; without, what comes would fail with words that say little.
  if (!Reflect.has(globalThis, "Iterator"))
    throw new Error(
      `To rehearse from code needs Bun, or Node 22 or newer; this is ${process.version}. \`rehearsal sim FILE\` brings its own Bun.`,
    );
  await loadSdk(wire);
  await openScriptedWorkspace({ workspace: {}, checks: {} }).warmUp(new Set());
}

/** Once a scenario: the commands that it may run. */
const commandLoads = new WeakMap<Scenario, Promise<void>>();

function loadCommands(scenario: Scenario): Promise<void> {
  const begun =
    commandLoads.get(scenario) ?? openScriptedWorkspace(scenario).warmUp(wordsOf(scenario));
  commandLoads.set(scenario, begun);
  return begun;
}

/**
 * Rehearses a scenario once: the production conductor, the real SDK and the mock's own wire, under one
 * schedule, in virtual time. Nothing global is touched, so many can go on in one process.
 */
export async function simulate(simulation: Simulation): Promise<RunRecord> {
  const { scenario, choose, wire = "anthropic", server = null, history = null } = simulation;
  await warmUp(wire);
  await loadCommands(scenario);
  const weather = withScriptedFaults(scenario, simulation.weather ?? fairWeather);
  const settings = { scenario, choose, weather, wire, server };
  const from = simulation.from ?? null;
  const world = from === null ? newWorld(settings) : worldAfterDeath(settings, from);
  const witness = newFoldWitness(simulation.foldWatch ?? "end", world.comparisons);
  const watching = { witness, history };
  const { result: end, uncaught } = await collectUncaught(() =>
    liveToTheEnd(world, watching, from),
  );
  for (const stack of new Set(uncaught.map(stackOf))) {
    const message = `A promise was rejected and nobody handled it, which ends a real process: ${stack}`;
    world.problems.push({ type: "uncaught", message });
  }
  return recordOfWorld(world, end);
}

/** Runs one simulated process after another, until the run has ended or is resumed no more. */
async function liveToTheEnd(
  world: World,
  watching: Watching,
  from: WorldMoment | null,
): Promise<SchedulerEnd> {
  const { scenario } = world;
  const { crashes, interruptsInFlight } = world.weather;
  let end: SchedulerEnd = from === null ? await live(world, watching) : { type: "over" };
  const livesMax =
    crashes.length + interruptsInFlight.length + answersOf(scenario).length + resumesMax;
  while (mayGoOn(world) && end.type === "over" && world.lives.length < livesMax) {
    const last = world.lives.at(-1)!;
    world.scheduler.rest(world.weather.restMs);
    actAtRest(world);
    if (last.finished?.outcome === "waiting" && !isWithoutRoom(last)) world.person.comeBack();
    world.outage.isOn = false;
    // What the run has named is mended before it goes on.
    if (last.finished?.failure != null) world.workspace.putBranchBack();
    end = await live(world, watching);
  }
  return end;
}

/** Observers of a simulation, which change nothing in it. */
interface Watching {
  readonly witness: FoldWitness;
  readonly history: History | null;
}

/** Runs one simulated process, from its start to its end or its crash. */
async function live(world: World, { witness, history }: Watching): Promise<SchedulerEnd> {
  const { scheduler, disk } = world;
  const mortal = newMortalLife(world.lives.length + 1);
  const { life } = mortal;
  if (life.number > 1) disk.fullAtEvent = null;
  disk.isRemoved = false;
  const observe = (execution: Execution): void => void world.executions.push(execution);
  await endLeftRunning(world.running, { ...world, observe }, life.number);
  const inherited = readDisk(disk);
  let conducted: Conducted | null = null;
  let finished: Finished | null = null;
  let failure: unknown = null;
  const crashes = world.crashesLeft.map((place) => ({ place, isReached: watchFor(place) }));
  const isOut =
    world.weather.outageAtEvent === null || world.outage.wasOn
      ? () => false
      : watchFor(world.weather.outageAtEvent);
  const sayings = new Map(world.sayings.map((one) => [one, watchFor(one.atEvent)]));
  /** Moments since the world last settled at which the process could have died. */
  const marks: Mark[] = [];
  let interruptAtEvent = life.number === 1 ? world.weather.interruptAtEvent : null;

  const interrupt = (): void => conducted?.interrupt();
  const witnessing: Subscriber = {
    name: "witness",
    receive(events) {
      const steps = scheduler.steps.length;
      for (const { seq } of events) world.arrivals.push({ seq, steps });
      // At the very first batch `conduct` has not returned yet.
      if (conducted !== null) witness.compare(events, conducted.log, conducted.state());
      if (isOut(events) && !world.outage.wasOn) {
        world.outage.isOn = true;
        world.outage.wasOn = true;
      }
      const reached = crashes.filter(({ isReached }) => isReached(events));
      if (mortal.isAlive() && reached.length > 0) {
        mortal.die();
        world.crashesLeft.splice(world.crashesLeft.indexOf(reached[0]!.place), 1);
      }
      for (const [saying, isReached] of sayings) {
        if (!isReached(events)) continue;
        // After a crash the person says it again, because the process may have died before it was in the log.
        sayings.delete(saying);
        saying.isDue = true;
        if (saying.isAtRest) continue;
        const label = saying.written?.replace(/, .*/, ")") ?? "a person says something";
        const step = { label, chain: "person", dueAtMs: scheduler.nowMs(), life };
        void scheduler.at(step).then(() => conducted && say(saying, conducted));
      }
      if (interruptAtEvent !== null && events.at(-1)!.seq >= interruptAtEvent) {
        interruptAtEvent = null;
        const dueAtMs = scheduler.nowMs();
        void scheduler.at({ label: "interrupt", chain: "person", dueAtMs, life }).then(interrupt);
      }
      const note = history?.reach(events.at(-1)!.seq) ?? null;
      if (note !== null)
        marks.push({ note, observations: world.observations.length, asked: mortal.asked() });
    },
  };
  const death = new AbortController();
  const simulated = simulatedSubscribers(world, life);
  // The witness may end the process, so it comes last, when the others have received the events.
  const subscribers = [...simulated.subscribers, witnessing];
  const timers = newTimerCount();
  const onScreen = new Set<PopupId>();
  const edges = simulatedEdges(world, mortal, {
    subscribers,
    death: death.signal,
    interrupt,
    timers,
    onScreen,
    events: () => conducted?.log.length ?? inherited.length,
  });
  conducted = conduct(edges, beginningOf(world, inherited));
  void conducted.finished.then(
    (value) => (finished = value),
    (error: unknown) => (failure = error),
  );
  const { log } = conducted;
  const end = await scheduler.run(() => {
    if (failure === null) simulated.settled(log);
    for (const { note, observations, asked } of marks.splice(0)) {
      const { number } = life;
      // Only if no edge asked since then whether the process lives: otherwise its death there would have changed what followed.
      if (mortal.isAlive() && failure === null && asked === mortal.asked())
        note(
          momentOfWorld(
            world,
            { number, log, inherited: inherited.length, finished },
            observations,
          ),
        );
    }
    return finished !== null || failure !== null || !mortal.isAlive();
  });
  const crashed = !mortal.isAlive();
  mortal.die();
  death.abort(new Error("the process is gone"));
  if (failure !== null) {
    world.problems.push({ type: "crashed", message: stackOf(failure) });
  }
  world.lives.push({
    number: life.number,
    log,
    inherited: inherited.length,
    crashed,
    finished,
    stored: storedEvents(disk),
    steps: scheduler.steps.length,
    timersLeft: crashed || finished === null ? 0 : timers.running(),
    onScreen: [...onScreen],
  });
  return end;
}

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** A wanted snapshot, with the number of observations, and of questions whether the process lives, at that time. */
interface Mark {
  readonly note: (moment: WorldMoment) => void;
  readonly observations: number;
  readonly asked: number;
}

function beginningOf(world: World, inherited: readonly Event[]): Beginning {
  const { scenario } = world;
  if (inherited.length > 0) {
    const retry = world.lives.at(-1)?.finished?.outcome === "failed" ? nextRetry(world) : null;
    if (retry === null) return { type: "resume", log: inherited };
    const id = retry.ticketId === null ? null : ticketId(retry.ticketId);
    return { type: "retry", log: inherited, ticketId: id, note: retry.note };
  }
  const id: RunId = runId("rehearsal");
  return { type: "start", runId: id, epic: scenario.epic, settings: settingsOf(scenario) };
}
