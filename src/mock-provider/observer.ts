import type { Address } from "../core/ids.ts";
import type { JsonObject } from "../core/json.ts";
import type { ReplyFault } from "./reply-fault.ts";
import type { Wire } from "./reply-source.ts";
import type { WireEvent } from "./wire-event.ts";

/** What happened on the mock's side of the wire. `call` counts its requests from 1. */
export type Observation = { readonly call: number; readonly address: Address | null } & (
  | {
      readonly type: "request";
      readonly wire: Wire;
      readonly path: string;
      readonly body: JsonObject;
      readonly retryCount: number;
    }
  /** One wire event (or a whole reply that is not streamed) was handed over: all but line ends and a sentinel behind it. */
  | {
      readonly type: "sent";
      /** What a reply that is not streamed says is found out each time that its `deltas` are looked at. */
      readonly event: Pick<WireEvent, "deltas" | "usage">;
    }
  /** The response is exact bytes, which the mock does not read: what they mean is the client's to find out. */
  | { readonly type: "raw" }
  /** Nothing more is sent: the reply is complete, or `fault` took effect, at this moment. */
  | { readonly type: "ended"; readonly fault: ReplyFault | null }
  /** An error that no script asked for: a request that is malformed, or that no reply is meant for. */
  | {
      readonly type: "refused";
      readonly status: number;
      readonly message: string;
      /** The server that the mock plays does not take this, though its wire's documentation has it. */
      readonly isWay?: true;
    }
  /** The client let go before the end, in a body with this fault; absent: before its response. */
  | { readonly type: "aborted"; readonly fault?: ReplyFault | null }
);

/** What laws are checked against. */
export interface Observer {
  observe(observation: Observation): void;
}

export const silentObserver: Observer = { observe: () => {} };
