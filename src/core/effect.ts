import type { ToolCall } from "./message.ts";
import type { Merging } from "./merging.ts";
import type { Address, EffectId, TicketId } from "./ids.ts";
import type { JsonObject } from "./json.ts";
import type { Popup } from "./gates/popup.ts";
import type { Prompt } from "./window/next-prompt.ts";
import type { KnownTraits } from "./server.ts";

/** One call to a model, complete: a pure function of the log. */
export interface ModelRequest extends Prompt {
  readonly address: Address;
  readonly provider: string;
  readonly model: string;
  /** Where its server is; `null`: at the provider's own address. */
  readonly baseUrl: string | null;
  /** What is known of that server: from the configuration, and learnt from what it refused in this run. */
  readonly traits: KnownTraits;
  /** Further members of the request's body, from the configuration. */
  readonly body: JsonObject;
  readonly maxOutputTokens: number;
  /** Where the reply must be JSON: its schema, as JSON Schema. */
  readonly outputSchema: JsonObject | null;
}

/** An outside action that the core wants. Its id is the `seq` of the event that holds its intent. */
export type Effect = { readonly id: EffectId } & (
  | { readonly type: "survey" }
  | {
      readonly type: "prepare";
      readonly ticketId: TicketId;
      readonly attempt: number;
      /** Start from the run's branch as it is now, and drop what an earlier attempt left. */
      readonly fresh: boolean;
      readonly files: readonly string[];
    }
  | {
      readonly type: "model";
      readonly request: ModelRequest;
      readonly stallTimeoutMs: number;
      /** What is left of the time budget; `null` where nothing limits the call. */
      readonly timeLeftMs: number | null;
    }
  | {
      readonly type: "tool";
      readonly ticketId: TicketId;
      readonly attempt: number;
      readonly call: ToolCall;
      readonly timeoutMs: number;
    }
  | {
      readonly type: "check";
      readonly ticketId: TicketId;
      readonly attempt: number;
      readonly command: string;
      readonly merging?: Merging;
      readonly timeoutMs: number;
    }
  | {
      readonly type: "commit";
      readonly ticketId: TicketId;
      readonly message: string;
    }
  | { readonly type: "compare"; readonly ticketId: TicketId; readonly commit: string }
  | {
      readonly type: "merge";
      readonly ticketId: TicketId;
      readonly commit: string;
      readonly side: "branch" | "ticket" | null;
    }
  | { readonly type: "ask"; readonly popup: Popup }
  | { readonly type: "timer"; readonly dueAtMs: number }
);
