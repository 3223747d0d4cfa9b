import type { SpokenApi } from "./failures/other-api.ts";
import type { ServerWords } from "./failures/server-words.ts";

/** How far a reply has come. `ended`: all is there but the last sign of it. `over`: what follows counts no more. */
export type ReplyStage = "open" | "ended" | "over";

/**
 * Reads one reply of a wire, event by event, and pushes what it brings, its end among it. Whatever the values
 * are, it takes what it knows and passes over the rest.
 */
export interface WireReader {
  readonly api: SpokenApi;
  /** `kind`: what the event was called beside its data; `""`: nothing. */
  read(value: unknown, kind: string): void;
  /** `[DONE]`. */
  done(): void;
  /** A body that is a whole reply, from a server that does not stream; `false`: it is none. */
  readWhole(value: unknown): boolean;
  /** An error in place of an event, maybe with the usage so far. Behind the end of a reply it takes nothing from it. */
  fail(words: ServerWords, value?: unknown): void;
  /** Nothing more comes: the reply is whole, or was cut off. `torn`: the event that the body ended within. */
  close(torn?: string): void;
  stage(): ReplyStage;
}
