import type { Address } from "../core/ids.ts";

/** Of the request that a reply answers. */
export interface Asked {
  readonly address: Address;
  /** The names of the tools that were offered. */
  readonly tools: ReadonlySet<string>;
  readonly secrets: readonly string[];
  /** By which the server knows the call; `null`: it told none. */
  readonly requestId: string | null;
}
