import type { Address } from "../core/ids.ts";
import type { KnownTraits } from "../core/server.ts";
import type { ServerWords } from "./failures/server-words.ts";

/** Of the request that a reply answers. */
export interface Asked {
  readonly address: Address;
  /** The names of the tools that were offered. */
  readonly tools: ReadonlySet<string>;
  readonly secrets: readonly string[];
  /** By which the server knows the call; `null`: it told none. */
  readonly requestId: string | null;
  /** What an error of a stream teaches of the server, where it came in place of a refusal; `null`: nothing. */
  readonly teaches: (words: ServerWords) => KnownTraits | null;
}
