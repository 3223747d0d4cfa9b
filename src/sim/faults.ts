import type { Decision } from "../core/gates/decision.ts";
import type { Popup } from "../core/gates/popup.ts";
import type { Address } from "../core/ids.ts";
import type { ReplyFault } from "../mock-provider/reply-fault.ts";
import type { Habit } from "../mock-provider/servers/habit.ts";
import type { EventPlace } from "./event-place.ts";

/** The conditions of a simulated run that its scenario does not name, such as drawn faults. */
export interface Weather {
  /** At each of these places of the log a process dies, also while it resumes. */
  readonly crashes: readonly EventPlace[];
  /** The person interrupts the run once this many events are in the log, and resumes it; `null` never. */
  readonly interruptAtEvent: number | null;
  /** The person interrupts the run while its first effect of this kind is performed, and resumes it. */
  readonly interruptAtEffect: "commit" | "merge" | null;
  /** Ways that the models' server has besides its wire's own. */
  readonly habits: readonly Habit[];
  /** A fault for one try of one call. */
  readonly reply: (address: Address) => ReplyFault | null;
  readonly tool: (call: {
    ticketId: string;
    tool: string;
    nth: number;
  }) => "fails" | "hangs" | null;
  /** How much longer than the scenario says each step of a chain takes. */
  readonly latencyMs: (chain: string) => number;
  /** What a person does whom nobody scripted; `null` where everybody must be. */
  readonly person: (popup: Popup) => Decision | null;
  /** The store refuses everything once the log is there; `null` never. */
  readonly diskFullAtEvent: EventPlace | null;
  /** One more subscriber, which takes this long for each batch; `null`: none. */
  readonly slowSubscriberMs: number | null;
  /** One more subscriber, which takes nothing from this event on; `null`: none. */
  readonly deadSubscriberAtEvent: number | null;
}

export const fairWeather: Weather = {
  crashes: [],
  interruptAtEvent: null,
  interruptAtEffect: null,
  habits: [],
  reply: () => null,
  tool: () => null,
  latencyMs: () => 0,
  person: () => null,
  diskFullAtEvent: null,
  slowSubscriberMs: null,
  deadSubscriberAtEvent: null,
};
