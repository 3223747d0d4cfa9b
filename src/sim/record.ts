import type { Event } from "../core/event.ts";
import type { PopupId, TicketId } from "../core/ids.ts";
import type { Answer } from "../core/gates/popup.ts";
import type { JsonObject } from "../core/json.ts";
import type { Observation } from "../mock-provider/observer.ts";
import type { Finished } from "../runtime/conductor.ts";
import type { InputAtRest } from "../runtime/take-at-rest.ts";
import type { MemoryRemains } from "../workspaces/memory/memory-remains.ts";
import type { Meant } from "./world/typing-person.ts";
import type { Problem } from "./problem.ts";
import type { ReleasedStep, SchedulerEnd } from "./scheduler.ts";

/** What one subscriber of one life was given. */
export interface Reception {
  readonly life: number;
  readonly subscriber: string;
  readonly events: Event[];
  /** Whether the simulation makes it stop taking events at some point. */
  readonly dies: boolean;
  /** How long it takes for each batch. One that takes longer than the run waits may be given up, and is then named. */
  readonly delayMs: number;
  /** Whether it has thrown; the run's end must then name it. */
  threw: boolean;
  /** How often nothing was in flight while this subscriber, which takes no time, had not received all events. */
  waits: number;
}

/**
 * What the workspace observed: effects that it executed, their results, a tree that was deleted from outside (`loss`), a file that
 * git left in conflict, and
 * a process that begins, with which whatever the one before left running ends (`opening`).
 */
export type Execution =
  | {
      readonly type: "tool";
      readonly life: number;
      readonly ticketId: TicketId;
      readonly tool: string;
      readonly callId: string;
      readonly input: JsonObject;
      /** It has its effect while it is being stopped: the fault `ends-late`. */
      readonly isStopped?: true;
    }
  /** The result of a tool or a check. One that reached its time limit has none. */
  | {
      readonly type: "outcome";
      readonly life: number;
      readonly ticketId: TicketId;
      readonly callId: string;
      readonly text: string;
      readonly isError: boolean;
    }
  | {
      readonly type: "verdict";
      readonly life: number;
      readonly ticketId: TicketId;
      readonly passed: boolean;
      readonly output: string;
    }
  /** The result of other work, as the workspace's port returned it. The survey belongs to no ticket. */
  | {
      readonly type: "brought";
      readonly life: number;
      readonly ticketId: TicketId | null;
      readonly work: "survey" | "prepare" | "commit" | "compare" | "merge";
      readonly outcome: object;
    }
  | {
      readonly type: "merge";
      readonly life: number;
      readonly ticketId: TicketId;
      readonly commit: string;
      readonly side: "branch" | "ticket" | null;
    }
  | {
      readonly type: "commit" | "check" | "compare" | "prepare";
      readonly life: number;
      readonly ticketId: TicketId;
    }
  | { readonly type: "opening"; readonly life: number }
  | {
      readonly type: "conflict";
      readonly life: number;
      readonly ticketId: TicketId;
      readonly path: string;
      /** The file as git left it. */
      readonly text: string;
    }
  | {
      readonly type: "loss";
      readonly life: number;
      readonly ticketId: TicketId;
      /** Files that were lost with the tree, because no commit could hold them. */
      readonly uncommitted: readonly string[];
      /** What a commit of the tree would have held, text by path. */
      readonly committable: Readonly<Record<string, string>>;
    };

/** How many events the log of the process held when something was observed, and when that was; absent where no process conducted the run. */
interface Moment {
  readonly atEvent?: number;
  readonly atMs?: number;
}

export type Executed = Execution & Moment;

/** An answer, when and to which process it was sent. */
export interface SentAnswer extends Answer {
  readonly life: number;
  readonly atMs: number;
  /** What the person meant to answer, where it was typed at a terminal; `null` where it was sent directly. */
  readonly meant: Meant | null;
}

/** What the mock of the provider observed, and in which process. */
export type Observed = Observation & { readonly life: number } & Moment;

/** One process of the run. The log of one that crashed is what it held in memory. */
export interface LifeRecord {
  readonly number: number;
  readonly log: readonly Event[];
  /** How many events its log held when it began: those of the processes before it. */
  readonly inherited: number;
  readonly crashed: boolean;
  readonly finished: Finished | null;
  /** How many events its disk held when it ended. */
  readonly stored: number;
  /** How many steps of the run had been released when it ended. */
  readonly steps: number;
  /** How many of its timers still ran when it ended; of one that crashed none counts. */
  readonly timersLeft: number;
  /** Popups that nobody had taken off the screen when it ended. */
  readonly onScreen: readonly PopupId[];
}

/** All that is known of one simulated run: its logs, and what the simulated provider, workspace and person observed. */
export interface RunRecord {
  readonly lives: readonly LifeRecord[];
  /** The log of the last process. */
  readonly log: readonly Event[];
  readonly observations: readonly Observed[];
  readonly receptions: readonly Reception[];
  readonly executions: readonly Executed[];
  readonly shown: readonly { readonly life: number; readonly popupId: PopupId }[];
  /** What the person sent, forged answers too. */
  readonly answers: readonly SentAnswer[];
  /** What was said to the run while no process conducted it: of the answers, those are among `answers`, too. */
  readonly atRest: readonly InputAtRest[];
  /** Where the fold of the log and the live state differed. */
  readonly foldDifferences: readonly string[];
  readonly foldComparisons: number;
  readonly steps: readonly ReleasedStep[];
  /** For each event of the log: how many steps had been released when it was appended. */
  readonly stepsAtEvent: readonly number[];
  readonly end: SchedulerEnd;
  readonly problems: readonly Problem[];
  readonly files: Readonly<Record<string, string>>;
  readonly remains: MemoryRemains;
  /** The user's own files, refs and settings when the run began. */
  readonly theirsBefore: MemoryRemains["theirs"];
}
