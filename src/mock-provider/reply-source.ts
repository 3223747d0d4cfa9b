import type { Address } from "../core/ids.ts";
import type { JsonObject } from "../core/json.ts";
import type { Reply } from "./reply.ts";
import type { ReplyFault } from "./reply-fault.ts";
import type { RequestReading } from "./request-reading.ts";

/** The shape in which a request came, and in which its answer goes back. */
export type Wire = "anthropic" | "openai-chat" | "openai-responses" | "gemini";

/** Those that our conductor speaks, too. */
export type ConductorWire = Exclude<Wire, "gemini">;

/** One request for a reply. `address` is `null` where a client other than our conductor asks. */
export interface MockRequest {
  /** The how-manieth request of this mock, from 1: what is observed of it has the same number. */
  readonly call: number;
  readonly wire: Wire;
  readonly address: Address | null;
  readonly path: string;
  /** For the predicates of users alone: all else asks what was read. */
  readonly body: JsonObject;
  read(): RequestReading;
  /** What the client says about itself: 0 for its first request, 1 for its first retry. */
  readonly retryCount: number;
}

/** `none`: no scripted reply is meant for this request; `message` says why, and reaches the client. */
export type NextReply =
  | { readonly type: "reply"; readonly reply: Reply; readonly fault: ReplyFault | null }
  | { readonly type: "none"; readonly message: string };

/** Where a mock's replies come from. Asked once a request, as it arrives. */
export interface ReplySource {
  next(request: MockRequest): NextReply;
}
