import { assertNever } from "../core/assert-never.ts";
import type { Address } from "../core/ids.ts";
import type { Decision } from "../core/gates/decision.ts";
import type { Popup } from "../core/gates/popup.ts";
import type { ReplyFault } from "../mock-provider/reply-fault.ts";
import type { Habit } from "../mock-provider/servers/habit.ts";
import {
  type DrawnIntervention,
  fairWeather,
  type ThrowingSubscriber,
  type ToolFault,
  type Weather,
} from "./faults.ts";
import type { Forgery, PersonHabit } from "./world/manners.ts";
import type { WorkspaceTrouble, WorkspaceWork } from "./scenario.ts";

/**
 * A fault that was drawn from a seed, not written in the scenario. It is data, so that a failure can be shrunk and
 * replayed.
 */
export type DrawnFault =
  | { readonly type: "reply"; readonly at: string; readonly fault: ReplyFault }
  | {
      readonly type: "tool";
      readonly ticketId: string;
      readonly tool: string;
      readonly nth: number;
      readonly fault: ToolFault;
    }
  | {
      readonly type: "workspace";
      readonly ticketId: string;
      readonly work: WorkspaceWork;
      readonly nth: number;
      readonly fault: WorkspaceTrouble;
    }
  /** The project cannot be read so often; then it can. */
  | { readonly type: "survey"; readonly times: number }
  | { readonly type: "outage"; readonly atEvent: number }
  /** The failed tickets of a run that has failed are tried again, up to this many times. */
  | { readonly type: "retries"; readonly times: number }
  | ({ readonly type: "intervention" } & DrawnIntervention)
  /** Each step of this chain takes this much longer. */
  | { readonly type: "latency"; readonly chain: string; readonly delayMs: number }
  /** The models' server differs from its API's documentation in this way. */
  | { readonly type: "habit"; readonly habit: Habit }
  /** What is decided at this popup, whatever the scenario says. */
  | { readonly type: "person"; readonly popupId: string; readonly decision: Decision }
  | { readonly type: "person-habit"; readonly popupId: string; readonly habit: PersonHabit }
  | { readonly type: "forged-answer"; readonly popupId: string; readonly forgery: Forgery }
  | { readonly type: "crash"; readonly atEvent: number }
  | { readonly type: "interrupt"; readonly atEvent: number }
  | { readonly type: "interrupted-effect"; readonly effect: "commit" | "merge" }
  /** The first work of this kind is cut before it has an effect. */
  | { readonly type: "interrupted-in-flight"; readonly work: WorkspaceWork }
  /** The run rests for so long each time before it is resumed. */
  | { readonly type: "rest"; readonly restMs: number }
  | { readonly type: "disk-full"; readonly atEvent: number }
  | { readonly type: "log-removed"; readonly atEvent: number }
  | { readonly type: "slow-subscriber"; readonly delayMs: number }
  | { readonly type: "dead-subscriber"; readonly atEvent: number }
  | ({ readonly type: "throwing-subscriber" } & ThrowingSubscriber);

/**
 * Whether a drawn fault ends the process at the number of an event. A trial with such a fault has no killed run, which would
 * die twice, and no hurt run, in which the numbers of events shift.
 */
export const endsLife = ({ type }: DrawnFault): boolean =>
  type === "crash" ||
  type === "interrupt" ||
  type === "interrupted-effect" ||
  type === "interrupted-in-flight" ||
  type === "disk-full" ||
  type === "log-removed";

/** How a call is named in trials and in the codes that replay them. */
export const nameOfAddress = (address: Address): string =>
  [
    address.tier,
    address.trackId ?? "-",
    address.ticketId ?? "-",
    `${address.attempt}.${address.turn}.${address.try}`,
  ].join(" ");

/** A call by its name, as reports say it: `tier3:parse:1 turn 2 try 1`. */
export function wordsOfCall(name: string): string {
  const [tier, trackId, ticketId, counts = ""] = name.split(" ");
  const [attempt, turn, nthTry] = counts.split(".");
  const whose =
    ticketId === "-" ? (trackId === "-" ? [tier] : [tier, trackId]) : [tier, ticketId, attempt];
  return `${whose.join(":")} turn ${turn} try ${nthTry}`;
}

/** How a tool's call is named: its ticket, its tool, and which call of that tool it is. */
export const nameOfToolCall = ({ ticketId, tool, nth }: Parameters<Weather["tool"]>[0]): string =>
  `${ticketId} ${tool} ${nth}`;

/** The same for a piece of the workspace's work. */
export const nameOfWork = ({ ticketId, work, nth }: Parameters<Weather["workspace"]>[0]): string =>
  `${ticketId} ${work} ${nth}`;

/**
 * The unscripted conditions of a run that consist of exactly these faults. `person` answers popups that nothing
 * else answers.
 */
export function weatherOf(
  faults: readonly DrawnFault[],
  person: (popup: Popup) => Decision | null,
): Weather {
  const replies = new Map<string, ReplyFault>();
  const tools = new Map<string, ToolFault>();
  const works = new Map<string, WorkspaceTrouble>();
  const latencies = new Map<string, number>();
  const decisions = new Map<string, Decision>();
  const habits = new Map<string, PersonHabit[]>();
  const forgeries = new Map<string, Forgery[]>();
  let weather: Weather = fairWeather;
  for (const fault of faults) {
    switch (fault.type) {
      case "reply":
        replies.set(fault.at, fault.fault);
        break;
      case "tool":
        tools.set(nameOfToolCall(fault), fault.fault);
        break;
      case "workspace":
        works.set(nameOfWork(fault), fault.fault);
        break;
      case "survey":
        weather = { ...weather, surveysFailing: fault.times };
        break;
      case "outage":
        weather = { ...weather, outageAtEvent: fault.atEvent };
        break;
      case "retries":
        weather = { ...weather, retriesMax: fault.times };
        break;
      case "intervention":
        weather = { ...weather, interventions: [...weather.interventions, fault] };
        break;
      case "latency":
        latencies.set(fault.chain, fault.delayMs);
        break;
      case "habit":
        weather = { ...weather, habits: [...weather.habits, fault.habit] };
        break;
      case "person":
        decisions.set(fault.popupId, fault.decision);
        break;
      case "person-habit":
        habits.set(fault.popupId, [...(habits.get(fault.popupId) ?? []), fault.habit]);
        break;
      case "forged-answer":
        forgeries.set(fault.popupId, [...(forgeries.get(fault.popupId) ?? []), fault.forgery]);
        break;
      case "crash":
        weather = { ...weather, crashes: [...weather.crashes, fault.atEvent] };
        break;
      case "interrupt":
        weather = { ...weather, interruptAtEvent: fault.atEvent };
        break;
      case "interrupted-effect":
        weather = { ...weather, interruptAtEffect: fault.effect };
        break;
      case "interrupted-in-flight":
        weather = { ...weather, interruptsInFlight: [...weather.interruptsInFlight, fault.work] };
        break;
      case "rest":
        weather = { ...weather, restMs: fault.restMs };
        break;
      case "disk-full":
        weather = { ...weather, diskFullAtEvent: fault.atEvent };
        break;
      case "log-removed":
        weather = { ...weather, logRemovedAtEvent: fault.atEvent };
        break;
      case "slow-subscriber":
        weather = { ...weather, slowSubscriberMs: fault.delayMs };
        break;
      case "dead-subscriber":
        weather = { ...weather, deadSubscriberAtEvent: fault.atEvent };
        break;
      case "throwing-subscriber":
        weather = { ...weather, throwingSubscriber: fault };
        break;
      default:
        assertNever(fault);
    }
  }
  return {
    ...weather,
    reply: (address) => replies.get(nameOfAddress(address)) ?? null,
    tool: (call) => tools.get(nameOfToolCall(call)) ?? null,
    workspace: (piece) => works.get(nameOfWork(piece)) ?? null,
    latencyMs: (chain) => latencies.get(chain) ?? 0,
    overrules: ({ id }) => decisions.get(id) ?? null,
    person,
    manners: ({ id }) => ({ habits: habits.get(id) ?? [], forgeries: forgeries.get(id) ?? [] }),
  };
}
