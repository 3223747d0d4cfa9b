import { beginningMs } from "../../clock/virtual/inside.ts";
import type { Popup } from "../../core/gates/popup.ts";
import type { Address } from "../../core/ids.ts";
import type { ReplyFault } from "../../mock-provider/reply-fault.ts";
import type { ServerProfile } from "../../mock-provider/servers/server-profile.ts";
import {
  type AddressReplies,
  addressReplies,
  type RepliesMoment,
} from "../../replies/address-replies.ts";
import type { InputAtRest } from "../../runtime/take-at-rest.ts";
import type { MemoryRemains } from "../../workspaces/memory/memory-remains.ts";
import type { RepositoryMoment } from "../../workspaces/memory/memory-repository.ts";
import type { MemoryWorkspace } from "../../workspaces/memory.ts";
import type { EventPlace } from "../event-place.ts";
import type { Weather } from "../faults.ts";
import type { FoldComparison } from "../fold/fold-witness.ts";
import type { Problem } from "../problem.ts";
import type { Executed, LifeRecord, Observed, Reception } from "../record.ts";
import type { Scenario } from "../scenario.ts";
import type { Chooser } from "../schedule.ts";
import { newScheduler, type Scheduler, type SchedulerMoment } from "../scheduler.ts";
import { tellDoubt } from "./tell-doubt.ts";
import type { PersonMoment } from "./person-memory.ts";
import { newPerson, type Person } from "./person.ts";
import { type Saying, sayingsOf } from "./sayings.ts";
import type { RunningCall } from "./left-running.ts";
import { openScriptedWorkspace } from "./scripted-workspace.ts";
import { serverOfModel } from "./simulated-models.ts";
import type { Disk } from "./simulated-store.ts";
import type { SimulatedWire } from "./simulated-wire.ts";
import { countWork, type WorkCount } from "./work-count.ts";

/** What a simulated world is built from. */
export interface WorldSettings {
  readonly scenario: Scenario;
  readonly choose: Chooser;
  readonly weather: Weather;
  readonly wire: SimulatedWire;
  /** The name of the server that the mock imitates; `null`: it behaves as the wire's documentation says. */
  readonly server: string | null;
}

/** All that survives a simulated process: the disk, the person, and what was observed so far. */
export interface World {
  readonly scenario: Scenario;
  readonly weather: Weather;
  readonly wire: SimulatedWire;
  readonly server: ServerProfile | null;
  readonly scheduler: Scheduler;
  readonly disk: Disk;
  /** Crashes that have not struck yet. */
  readonly crashesLeft: EventPlace[];
  readonly workspace: MemoryWorkspace;
  readonly theirsBefore: MemoryRemains["theirs"];
  readonly replies: AddressReplies;
  readonly person: Person;
  readonly sayings: readonly Saying[];
  /** Counts tool calls by `ticket tool`, and the workspace's work by `ticket workspace work`. */
  readonly work: WorkCount;
  /** Calls that go on where their process dies. */
  readonly running: RunningCall[];
  readonly outage: { isOn: boolean; wasOn: boolean };
  readonly lives: LifeRecord[];
  /** For each event, in the order of receipt: how many steps had been released by then. */
  readonly arrivals: { readonly seq: number; readonly steps: number }[];
  readonly observations: Observed[];
  readonly receptions: Reception[];
  readonly executions: Executed[];
  readonly shown: { readonly life: number; readonly popupId: Popup["id"] }[];
  /** What was said to the run while no process conducted it. */
  readonly atRest: InputAtRest[];
  readonly problems: Problem[];
  readonly comparisons: FoldComparison[];
}

export function newWorld(settings: WorldSettings): World {
  const { weather } = settings;
  const workspace = openScriptedWorkspace(settings.scenario);
  return worldOf(settings, {
    scheduler: beginningMs,
    disk: {
      written: [],
      fullAtEvent: weather.diskFullAtEvent,
      removedAtEvent: weather.logRemovedAtEvent,
      isRemoved: false,
    },
    crashesLeft: [...weather.crashes],
    workspace,
    theirsBefore: structuredClone(workspace.remains().theirs),
    replies: null,
    person: null,
    sayings: sayingsOf(settings.scenario, weather),
    work: countWork([]),
    running: [],
    outage: { isOn: false, wasOn: false },
    lives: [],
    arrivals: [],
    observations: [],
    receptions: [],
    executions: [],
    shown: [],
    atRest: [],
    problems: [],
    comparisons: [],
  });
}

/**
 * The state of a world at a moment after an event, when everything had settled. Of lists that only grow it holds the length,
 * so that taking a snapshot is cheap; `worldAfterDeath` makes a world of it where one is wanted.
 */
export interface WorldMoment {
  readonly world: World;
  /** The record of the process that was alive, as it would be if that process had died at this moment. */
  readonly life: Pick<LifeRecord, "number" | "log" | "inherited" | "finished">;
  readonly events: number;
  readonly observations: number;
  readonly scheduler: SchedulerMoment;
  readonly disk: Omit<Disk, "written"> & { readonly written: number };
  readonly crashesLeft: readonly EventPlace[];
  readonly workspace: RepositoryMoment;
  readonly replies: RepliesMoment;
  readonly person: PersonMoment;
  readonly said: readonly boolean[];
  readonly running: readonly RunningCall[];
  readonly outage: World["outage"];
  readonly receptions: readonly Pick<Reception, "threw" | "waits">[];
  readonly received: readonly number[];
  readonly sizes: Readonly<Record<Growing, number>>;
}

type Growing =
  "work" | "lives" | "arrivals" | "executions" | "shown" | "atRest" | "problems" | "comparisons";

/** `observations`: how many of them there would be if the process had died before the last steps settled. */
export function momentOfWorld(
  world: World,
  life: WorldMoment["life"],
  observations: number,
): WorldMoment {
  const { disk, receptions } = world;
  return {
    world,
    life,
    events: life.log.length,
    observations,
    scheduler: world.scheduler.moment(),
    disk: { ...disk, written: disk.written.length },
    crashesLeft: [...world.crashesLeft],
    workspace: world.workspace.moment(),
    replies: world.replies.moment(),
    person: world.person.moment(),
    said: world.sayings.map(({ isSaid }) => isSaid),
    running: [...world.running],
    outage: { ...world.outage },
    receptions: receptions.map(({ threw, waits }) => ({ threw, waits })),
    received: receptions.map(({ events }) => events.length),
    sizes: {
      work: world.work.done.length,
      lives: world.lives.length,
      arrivals: world.arrivals.length,
      executions: world.executions.length,
      shown: world.shown.length,
      atRest: world.atRest.length,
      problems: world.problems.length,
      comparisons: world.comparisons.length,
    },
  };
}

/**
 * A world that goes on from a moment of another one as if that one's process had died there. The death is the first of the
 * crashes in `settings` that the other world did not have.
 */
export function worldAfterDeath(settings: WorldSettings, moment: WorldMoment): World {
  const { world, sizes } = moment;
  const { number, inherited, finished } = moment.life;
  const { scenario, weather } = settings;
  const log = moment.life.log.slice(0, moment.events);
  const besides = weather.crashes.slice(0, -world.weather.crashes.length || undefined);
  return worldOf(settings, {
    scheduler: moment.scheduler,
    disk: {
      ...moment.disk,
      written: world.disk.written.slice(0, moment.disk.written),
    },
    crashesLeft: [...besides.slice(1), ...moment.crashesLeft],
    workspace: openScriptedWorkspace(scenario, moment.workspace),
    theirsBefore: world.theirsBefore,
    replies: moment.replies,
    person: moment.person,
    sayings: sayingsOf(scenario, weather).map((one, at) => ({ ...one, isSaid: moment.said[at]! })),
    work: countWork(world.work.done.slice(0, sizes.work)),
    running: [...moment.running],
    outage: { ...moment.outage },
    lives: [
      ...world.lives.slice(0, sizes.lives),
      {
        number,
        log,
        inherited,
        crashed: true,
        finished,
        stored: moment.disk.written,
        steps: moment.scheduler.released,
        timersLeft: 0,
        onScreen: [],
      },
    ],
    arrivals: world.arrivals.slice(0, sizes.arrivals),
    observations: world.observations.slice(0, moment.observations),
    receptions: moment.receptions.map((state, at) => {
      const reception = world.receptions[at]!;
      return { ...reception, ...state, events: reception.events.slice(0, moment.received[at]) };
    }),
    executions: world.executions.slice(0, sizes.executions),
    shown: world.shown.slice(0, sizes.shown),
    atRest: world.atRest.slice(0, sizes.atRest),
    problems: world.problems.slice(0, sizes.problems),
    // A companion compares the fold with the live state only at the run's end.
    comparisons: world.comparisons.slice(0, sizes.comparisons).filter(({ isOfEnd }) => isOfEnd),
  });
}

/** The world whose parts are in this state. */
function worldOf(
  { scenario, choose, weather, wire, server }: WorldSettings,
  state: Omit<World, keyof WorldSettings | "scheduler" | "replies" | "person"> & {
    readonly scheduler: number | SchedulerMoment;
    readonly replies: RepliesMoment | null;
    readonly person: PersonMoment | null;
  },
): World {
  const scheduler = newScheduler(choose, state.scheduler);
  const { problems, executions, outage } = state;
  const report = (problem: Problem): void => void problems.push(problem);
  const improvise = (popup: Popup) => weather.person(popup) ?? tellDoubt(popup, executions);
  const fault = (address: Address): ReplyFault | null =>
    outage.isOn ? { type: "connection-refused" } : weather.reply(address);
  return {
    ...state,
    scenario,
    weather,
    wire,
    server: serverOfModel(server),
    scheduler,
    replies: addressReplies(scenario, report, fault, state.replies),
    person: newPerson(scenario, scheduler, report, improvise, {
      manners: weather.manners,
      overrules: weather.overrules,
      from: state.person,
    }),
  };
}
