import type { Event } from "../core/event.ts";
import { type RunId, runId, ticketId } from "../core/ids.ts";
import type { Popup } from "../core/gates/popup.ts";
import type { Observation } from "../mock-provider/observer.ts";
import type { ServerProfile } from "../mock-provider/servers/server-profile.ts";
import type { Edges, Subscriber } from "../ports.ts";
import { type Beginning, conduct, type Conducted, type Finished } from "../runtime/conductor.ts";
import type { MemoryWorkspace } from "../workspaces/memory.ts";
import { openScriptedWorkspace } from "./world/scripted-workspace.ts";
import { mayGoOn, nextRetry } from "./go-on.ts";
import { type EventPlace, watchFor } from "./event-place.ts";
import { fairWeather, type Weather } from "./faults.ts";
import { withScriptedFaults } from "./scripted-faults.ts";
import { type FoldWatch, newFoldWitness } from "./fold/fold-witness.ts";
import { mortalProvider } from "./world/mortal-provider.ts";
import { newPerson, type Person } from "./world/person.ts";
import type { Problem } from "./problem.ts";
import type { LifeRecord, Execution, Reception, RunRecord } from "./record.ts";
import { type AddressReplies, addressReplies } from "../replies/address-replies.ts";
import { say, type Saying, sayingsOf, unsaid } from "./world/sayings.ts";
import type { Scenario } from "./scenario.ts";
import { settingsOf } from "./scenario-settings.ts";
import type { Chooser } from "./schedule.ts";
import { type Life, newScheduler, type Scheduler, virtualClock } from "./scheduler.ts";
import { type Disk, readDisk, simulatedStore } from "./world/simulated-store.ts";
import { loadSdk } from "./world/simulated-provider.ts";
import type { SimulatedWire } from "./world/simulated-wire.ts";
import { serverOfModel, simulatedModels } from "./world/simulated-models.ts";
import { simulatedSubscribers } from "./world/simulated-subscribers.ts";
import { answersOf } from "./dsl/proposal.ts";
import { tellDoubt } from "./tell-doubt.ts";
import { unusedFaults } from "./unused-faults.ts";
import { simulatedWorkspace } from "./world/simulated-workspace.ts";

/** When every simulation begins: 2030-01-01T00:00:00Z. */
const startMs = 1_893_456_000_000;
/** How often a run may be resumed within one simulation, other than after a crash. */
const resumesMax = 5;

export interface Simulation {
  readonly scenario: Scenario;
  readonly choose: Chooser;
  readonly weather?: Weather;
  /** Anthropic's where nothing is said. */
  readonly wire?: SimulatedWire;
  /** The server that speaks it, by its name: it has ways of its own. `null`: the wire's own documentation. */
  readonly server?: string | null;
  /** How often the fold is compared with the live state. */
  readonly foldWatch?: FoldWatch;
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
  await loadSdk(wire);
  await openScriptedWorkspace({ workspace: {}, checks: {} }).warmUp();
}

/** All that survives a simulated process: the disk, the person, and what was observed so far. */
interface World {
  readonly scenario: Scenario;
  readonly weather: Weather;
  readonly wire: SimulatedWire;
  readonly server: ServerProfile | null;
  readonly scheduler: Scheduler;
  readonly disk: Disk;
  /** Crashes that have not struck yet. */
  readonly crashesLeft: EventPlace[];
  readonly workspace: MemoryWorkspace;
  readonly replies: AddressReplies;
  readonly person: Person;
  readonly sayings: readonly Saying[];
  readonly toolCalls: Map<string, number>;
  readonly outage: { isOn: boolean; wasOn: boolean };
  readonly lives: LifeRecord[];
  readonly stepsAtEvent: number[];
  readonly observations: (Observation & { readonly life: number })[];
  readonly receptions: Reception[];
  readonly executions: Execution[];
  readonly shown: { readonly life: number; readonly popupId: Popup["id"] }[];
  readonly problems: Problem[];
}

/**
 * Rehearses a scenario once: the production conductor, the real SDK and the mock's own wire, under one
 * schedule, in virtual time. Nothing global is touched, so many can go on in one process.
 */
export async function simulate(simulation: Simulation): Promise<RunRecord> {
  const { scenario, choose } = simulation;
  await warmUp(simulation.wire);
  const weather = withScriptedFaults(scenario, simulation.weather ?? fairWeather);
  const scheduler = newScheduler(choose, startMs);
  const problems: Problem[] = [];
  const report = (problem: Problem): void => void problems.push(problem);
  const executions: Execution[] = [];
  const improvise = (popup: Popup) => weather.person(popup) ?? tellDoubt(popup, executions);
  const outage = { isOn: false, wasOn: false };
  const workspace = openScriptedWorkspace(scenario);
  const theirsBefore = structuredClone(workspace.remains().theirs);
  const world: World = {
    scenario,
    weather,
    wire: simulation.wire ?? "anthropic",
    server: serverOfModel(simulation.server ?? null),
    scheduler,
    disk: { written: [], fullAtEvent: weather.diskFullAtEvent },
    crashesLeft: [...weather.crashes],
    workspace,
    replies: addressReplies(scenario, report, (address) =>
      outage.isOn ? { type: "connection-refused" } : weather.reply(address),
    ),
    outage,
    sayings: sayingsOf(scenario, weather),
    person: newPerson(scenario, scheduler, report, improvise, weather.manners),
    toolCalls: new Map(),
    lives: [],
    stepsAtEvent: [],
    observations: [],
    receptions: [],
    executions,
    shown: [],
    problems,
  };
  const witness = newFoldWitness(simulation.foldWatch ?? "end");
  let end = await live(world, witness);
  const livesMax = weather.crashes.length + answersOf(scenario).length + resumesMax;
  while (mayGoOn(world) && end.type === "over" && world.lives.length < livesMax) {
    if (world.lives.at(-1)!.finished?.outcome === "waiting") world.person.comeBack();
    world.outage.isOn = false;
    end = await live(world, witness);
  }
  return {
    lives: world.lives,
    log: world.lives.at(-1)!.log,
    observations: world.observations,
    receptions: world.receptions,
    executions,
    shown: world.shown,
    answers: world.person.answers,
    foldDifferences: witness.differences,
    foldComparisons: witness.comparisons(),
    steps: scheduler.steps,
    stepsAtEvent: world.stepsAtEvent,
    end,
    problems: [
      ...problems,
      ...world.replies.unused(),
      ...world.person.unused(),
      ...unsaid(world.sayings),
      ...unusedFaults(scenario, { ...world, wasOut: outage.wasOn }),
    ],
    files: world.workspace.filesOnBranch(),
    remains: world.workspace.remains(),
    theirsBefore,
  };
}

/** Runs one simulated process, from its start to its end or its crash. */
async function live(world: World, witness: ReturnType<typeof newFoldWitness>) {
  const { scheduler, disk } = world;
  const life: Life = { number: world.lives.length + 1, alive: true };
  if (life.number > 1) disk.fullAtEvent = null;
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
  let interruptAtEvent = life.number === 1 ? world.weather.interruptAtEvent : null;

  const interrupt = (): void => conducted?.interrupt();
  const witnessing: Subscriber = {
    name: "witness",
    receive(events) {
      for (const { seq } of events) world.stepsAtEvent[seq - 1] = scheduler.steps.length;
      // At the very first batch `conduct` has not returned yet.
      if (conducted !== null) witness.compare(events, conducted.log, conducted.state());
      if (isOut(events) && !world.outage.wasOn) {
        world.outage.isOn = true;
        world.outage.wasOn = true;
      }
      const reached = crashes.filter(({ isReached }) => isReached(events));
      if (life.alive && reached.length > 0) {
        life.alive = false;
        world.crashesLeft.splice(world.crashesLeft.indexOf(reached[0]!.place), 1);
      }
      for (const [saying, isReached] of sayings) {
        if (!isReached(events)) continue;
        // Said in an earlier process, it comes again, since nobody can know whether that took it in.
        sayings.delete(saying);
        const step = { label: "say", chain: "person", dueAtMs: scheduler.nowMs(), life };
        void scheduler.at(step).then(() => conducted && say(saying, conducted));
      }
      if (interruptAtEvent !== null && events.at(-1)!.seq >= interruptAtEvent) {
        interruptAtEvent = null;
        const dueAtMs = scheduler.nowMs();
        void scheduler.at({ label: "interrupt", chain: "person", dueAtMs, life }).then(interrupt);
      }
    },
  };
  const death = new AbortController();
  const simulated = simulatedSubscribers(world, life);
  // The witness comes last, so that the others have their events when it lets the process die.
  const subscribers = [...simulated.subscribers, witnessing];
  const edges = edgesOf(world, life, { subscribers, death: death.signal, interrupt });
  conducted = conduct(edges, beginningOf(world, inherited));
  void conducted.finished.then(
    (value) => (finished = value),
    (error: unknown) => (failure = error),
  );
  const { log } = conducted;
  const end = await scheduler.run(() => {
    if (failure === null) simulated.settled(log);
    return finished !== null || failure !== null || !life.alive;
  });
  const crashed = !life.alive;
  life.alive = false;
  death.abort(new Error("the process is gone"));
  if (failure !== null) {
    const message = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
    world.problems.push({ type: "crashed", message });
  }
  world.lives.push({
    number: life.number,
    log,
    inherited: inherited.length,
    crashed,
    finished,
  });
  return end;
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

function edgesOf(
  world: World,
  life: Life,
  {
    subscribers,
    death,
    interrupt,
  }: Pick<Edges, "subscribers"> & { readonly death: AbortSignal; interrupt(): void },
): Edges {
  const { scheduler, weather } = world;
  const clock = virtualClock(scheduler, life);
  const approver = world.person.approver(life);
  const provider = simulatedModels(world, life, (observation) => {
    if (life.alive) world.observations.push({ ...observation, life: life.number });
  });
  return {
    provider: mortalProvider(provider, life, death),
    approver: {
      async show(popup, submit) {
        const attended = await approver.show(popup, submit);
        world.shown.push({ life: life.number, popupId: popup.id });
        return attended;
      },
      close: approver.close,
    },
    workspace: simulatedWorkspace(world.workspace, {
      scenario: world.scenario,
      scheduler,
      life,
      weather,
      observe(execution) {
        const isFirst = world.executions.every(({ type }) => type !== execution.type);
        world.executions.push(execution);
        if (!isFirst || execution.type !== weather.interruptAtEffect) return;
        const dueAtMs = scheduler.nowMs();
        void scheduler.at({ label: "interrupt", chain: "person", dueAtMs, life }).then(interrupt);
      },
      calls: world.toolCalls,
    }),
    clock,
    store: simulatedStore(world.disk, { scheduler, weather, life }),
    subscribers,
  };
}
