import type { Decision } from "../core/gates/decision.ts";
import type { Popup } from "../core/gates/popup.ts";
import type { Address } from "../core/ids.ts";
import type { ReplyFault } from "../mock-provider/reply-fault.ts";
import type { Habit } from "../mock-provider/servers/habit.ts";
import type { EventPlace } from "./event-place.ts";
import { type Manners, plainManners } from "./world/manners.ts";
import type {
  InterventionStep,
  ScriptedToolFault,
  WorkspaceTrouble,
  WorkspaceWork,
} from "./scenario.ts";

/** The conditions of a simulated run that its scenario does not name, such as drawn faults. */
export interface Weather {
  /** At each of these places of the log a process dies, also while it resumes. */
  readonly crashes: readonly EventPlace[];
  /** The person interrupts the run once this many events are in the log, and resumes it; `null` never. */
  readonly interruptAtEvent: number | null;
  /** The person interrupts the run while its first effect of this kind is executed, and resumes it. */
  readonly interruptAtEffect: "commit" | "merge" | null;
  /** Each time that the first of such work has been asked for and has not begun, the person interrupts the run, and resumes it. */
  readonly interruptsInFlight: readonly WorkspaceWork[];
  /** How long the run rests each time before it is resumed. */
  readonly restMs: number;
  /** Habits in which the models' server differs from its API's documentation. */
  readonly habits: readonly Habit[];
  /** A fault for one try of one call. */
  readonly reply: (address: Address) => ReplyFault | null;
  readonly tool: (call: { ticketId: string; tool: string; nth: number }) => ToolFault | null;
  /** What goes wrong with a piece of the workspace's work, the `nth` time that it is done for a ticket. */
  readonly workspace: (piece: {
    ticketId: string;
    work: WorkspaceWork;
    nth: number;
  }) => WorkspaceTrouble | null;
  /** How often the project cannot be read at first, as with a full disk or a lock. */
  readonly surveysFailing: number;
  /** No call reaches the provider from this place of the log on, until the run is resumed; `null` never. */
  readonly outageAtEvent: EventPlace | null;
  /** How often the failed tickets of a run that has failed are tried again, besides what the scenario says. */
  readonly retriesMax: number;
  /** What a person says without being asked, to one of the tickets that there are by then. */
  readonly interventions: readonly DrawnIntervention[];
  /** How much longer than the scenario says each step of a chain takes. */
  readonly latencyMs: (chain: string) => number;
  /** The decision about a popup whatever the scenario says of it; `null` where that is left to the scenario. */
  readonly overrules: (popup: Popup) => Decision | null;
  /** The decision about a popup that no scripted answer is for; `null` where each popup must be scripted. */
  readonly person: (popup: Popup) => Decision | null;
  /** How the person behaves while deciding a popup: late, twice, with a forged answer. */
  readonly manners: (popup: Popup) => Manners;
  /** The store refuses everything from this place of the log on; `null` never. */
  readonly diskFullAtEvent: EventPlace | null;
  /** Somebody removes the log's file at this place of the log; `null` never. */
  readonly logRemovedAtEvent: EventPlace | null;
  /** One more subscriber, which takes this long for each batch; `null`: none. */
  readonly slowSubscriberMs: number | null;
  /** One more subscriber, which takes nothing from this event on; `null`: none. */
  readonly deadSubscriberAtEvent: number | null;
  /** One more subscriber, which throws; `null`: none. */
  readonly throwingSubscriber: ThrowingSubscriber | null;
}

/**
 * `nthTicket` is the index of a ticket among those that there are by then, modulo their number; `null`: the ticket that the
 * event is about.
 */
export interface DrawnIntervention {
  readonly says: InterventionStep["type"];
  readonly atEvent: EventPlace;
  readonly nthTicket: number | null;
}

/** Its place among the subscribers, from which event on it fails, and whether it throws or returns a rejected promise. */
export interface ThrowingSubscriber {
  readonly place: "first" | "between" | "last";
  readonly atEvent: number;
  readonly manner: "throws" | "rejects";
}

/**
 * `fails`: an error; `hangs`: it never ends; `lingers`: it reaches its time limit and has its effect afterwards; `lies`: it
 * reports success and has done nothing.
 */
export type ToolFault = ScriptedToolFault | "lingers" | "lies";

export const fairWeather: Weather = {
  crashes: [],
  interruptAtEvent: null,
  interruptAtEffect: null,
  interruptsInFlight: [],
  restMs: 0,
  habits: [],
  reply: () => null,
  tool: () => null,
  workspace: () => null,
  surveysFailing: 0,
  outageAtEvent: null,
  retriesMax: 0,
  interventions: [],
  latencyMs: () => 0,
  overrules: () => null,
  person: () => null,
  diskFullAtEvent: null,
  logRemovedAtEvent: null,
  slowSubscriberMs: null,
  deadSubscriberAtEvent: null,
  throwingSubscriber: null,
  manners: () => plainManners,
};
