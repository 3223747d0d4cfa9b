import type { JsonObject } from "../core/json.ts";
import type { Usage } from "../core/ledger/usage.ts";
import type { CallNames, NamePrefixes } from "./call-names.ts";
import type { PromptAccount, PromptCache } from "./prompt-cache.ts";
import type { BodyEnd, Chunking } from "./reply.ts";
import type { Wire } from "./reply-source.ts";
import type { Script } from "./script.ts";
import type { WireContext } from "./wire-context.ts";
import type { StatusError, WireError } from "./wire-error.ts";
import type { Habit } from "./servers/habit.ts";
import type { WireEvent } from "./wire-event.ts";

/** A reply, and what stands around it on the wire. */
export interface SpelledReply {
  readonly names: CallNames;
  readonly script: Script;
  readonly usage: Usage;
  /** Input that was written to the prompt cache for an hour; the rest of it is for less. */
  readonly hourWriteTokens: number;
  readonly deltaCharacters: number;
  /** Seconds since 1970. */
  readonly createdAt: number;
}

/** How a stream is handed over, where a server has a manner of its own. */
export interface Manner {
  /** What the connection does behind the last event. */
  readonly end: BodyEnd;
  /** `null`: as the reply has it. */
  readonly chunking: Chunking | null;
  /** What the stream calls itself; `null`: nothing; `undefined`: what it is. */
  readonly contentType: string | null | undefined;
}

/** A request for a reply that was understood: all that an answer to it depends on. */
export interface Question {
  readonly isStreamed: boolean;
  /** The body with all that was said before it, which the API may have kept: what a reply's `when` looks at. */
  readonly heard: JsonObject;
  /** What its prompt costs, which the cache remembers from then on. */
  account(cache: PromptCache): PromptAccount;
  /** Remembers the answer, where the API keeps what it said. */
  keep?(answer: SpelledReply): void;
  stream(answer: SpelledReply): readonly WireEvent[];
  readonly manner?: Manner;
  /** The same where this one reply has more ways than its server; absent where the server has none of its own. */
  withHabits?(more: readonly Habit[]): Question;
  /** The same in one piece. */
  whole(answer: SpelledReply): object;
  /** An overload that shows only once so many events have gone out. */
  errorEvent(answer: SpelledReply, sentEvents: number): WireEvent;
  /** A scripted error in the API's usual words. */
  errorOf(fault: StatusError): WireError;
}

/** What a dialect makes of a request. `body` is as it came; `null` where it had none to look at. */
export type Read =
  | { readonly type: "refused"; readonly error: WireError; readonly isWay?: true }
  /** An answer that no script is needed for. */
  | ({ readonly type: "answered"; readonly value: object; readonly status: number } & (
      { readonly body: null } | { readonly body: JsonObject }
    ))
  /** The prompt is to be cached, and nothing said. */
  | { readonly type: "warm-up"; readonly body: JsonObject; readonly question: Question }
  | { readonly type: "question"; readonly body: JsonObject; readonly question: Question };

/** One wire of a provider: how its requests are read, and how its answers are spelt. */
export interface Dialect {
  readonly wire: Wire;
  readonly prefixes: NamePrefixes;
  serves(request: Request): boolean;
  read(request: Request, context: WireContext): Promise<Read>;
  /** An error that no script asked for, which a retry would only repeat. */
  refusal(status: number, message: string): WireError;
  /** What every response carries: its id, and what is left of the rate limits. */
  headers(response: {
    readonly requestId: string;
    readonly nowMs: number;
    readonly left: "most" | "nothing";
  }): Record<string, string>;
}
