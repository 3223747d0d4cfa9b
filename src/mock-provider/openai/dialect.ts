import type { JsonObject } from "../../core/json.ts";
import type { Usage } from "../../core/ledger/usage.ts";
import type { CallNames, NamePrefixes } from "../call-names.ts";
import type { PromptSegment } from "../prompt-cache.ts";
import type { Wire } from "../reply-source.ts";
import type { Script } from "../script.ts";
import type { WireEvent } from "../wire-event.ts";
import type { Complaint } from "./error.ts";

/** A reply, and what stands around it on the wire. */
export interface Answer {
  readonly names: CallNames;
  readonly script: Script;
  readonly usage: Usage;
  readonly deltaCharacters: number;
  /** Seconds since 1970. */
  readonly createdAt: number;
}

/** A request that was understood: all that an answer to it depends on. */
export interface Question {
  readonly model: string;
  readonly isStreamed: boolean;
  /** The prompt, for counting and for the cache of prefixes. */
  readonly prompt: readonly PromptSegment[];
  /** The body with all that was said before it, which the API may have kept: what a reply's `when` looks at. */
  readonly heard: JsonObject;
  stream(answer: Answer): readonly WireEvent[];
  /** The same in one piece. */
  whole(answer: Answer): object;
  /** An overload that shows only once so many events have gone out. */
  errorEvent(answer: Answer, sentEvents: number): WireEvent;
}

/** One of the two ways in which this API is asked. */
export interface Dialect {
  readonly wire: Wire;
  readonly prefixes: NamePrefixes;
  read(body: JsonObject): Question | Complaint;
}

export function isQuestion(read: Question | Complaint): read is Question {
  return "prompt" in read;
}
