import type { Address } from "../core/ids.ts";

/** One thing that a mock is about to let out: a response's headers, or a chunk of its body. */
export interface PacedStep {
  /** The how-manieth request of this mock, from 1. */
  readonly call: number;
  readonly address: Address | null;
  readonly kind: "response" | "chunk";
  /** Counts the chunks of a body from 0; 0 for a response. */
  readonly index: number;
  /** What the script asks for. */
  readonly delayMs: number;
}

/**
 * Says when a step may happen: `null` is at once. Rejects with the signal's reason once it is aborted, and
 * waits no more.
 */
export interface Pacer {
  before(step: PacedStep, signal: AbortSignal): Promise<void> | null;
}

/** Every step happens at once, whatever delay the script asks for. */
export const immediatePacer: Pacer = {
  before: () => null,
};
