import type { RawResponse, SaidPart } from "./reply.ts";
import type { Script } from "./script.ts";
import type { BodyPlan } from "./sending/body-plan.ts";
import type { Habit } from "./servers/habit.ts";
import type { StatusError, WireError } from "./wire-error.ts";
import type { WireEvent } from "./wire-event.ts";

/**
 * What can go wrong with one try of a call. A fault is one value here: its members, its words, what it does. Of the four
 * changes at the end a fault makes those that it needs; `fault` of `reply-fault.ts` fills in the others, which change nothing.
 */
export interface FaultRules<Members> {
  /** The fault in few words, for reports: `429, retry-after 2s`, `cut after 5 events`. */
  words(fault: Members): string;
  /** Whether a client does not get its reply. */
  readonly isFailure: boolean;
  /** Whether a client then tries again, by the rules of the providers' own clients. */
  isRetried(fault: Members): boolean;
  /** Whether tool calls come to the client otherwise than as they are written, or not at all. */
  readonly spoilsCalls: boolean;
  /** Ways of servers in which it is told, each for the wire that has it. */
  habits(fault: Members): readonly Habit[];
  /** What the client gets in place of a reply; `null` where there is a reply. */
  inPlace(fault: Members, asked: Asker): Instead | null;
  /** Changes what the reply says, and how it stops. */
  ofScript(script: Script, parts: readonly SaidPart[]): Script;
  /** Changes how a streamed reply is sent: its events, their chunks and pauses, how the connection ends. */
  ofBody(plan: BodyPlan, fault: Members, errorAfter: (sentEvents: number) => WireEvent): BodyPlan;
  /** Changes a response whose bytes the scenario gives (`raw`). */
  ofRaw(raw: RawResponse, fault: Members): RawResponse;
}

/** What a fault may ask of the request that it answers. */
interface Asker {
  readonly isStreamed: boolean;
  errorOf(error: StatusError): WireError;
}

type Instead =
  | { readonly type: "nothing" }
  | { readonly type: "error"; readonly error: WireError }
  | { readonly type: "raw"; readonly raw: RawResponse };
