import type { Address } from "../../core/ids.ts";

/** One thing that a mock is about to send: the headers of a response, or a chunk of its body. */
export interface PacedStep {
  /** The number of the request to this mock, from 1. */
  readonly call: number;
  readonly address: Address | null;
  readonly kind: "response" | "chunk";
  /** Counts the chunks of a body from 0; 0 for a response. */
  readonly index: number;
  /** The delay that the scripted reply asks for. */
  readonly delayMs: number;
}

/**
 * Decides when a step may happen: `null` means at once. The promise rejects with the signal's reason when it is
 * aborted.
 */
export interface Pacer {
  before(step: PacedStep, signal: AbortSignal): Promise<void> | null;
}

/** Every step happens at once, whatever delay the script asks for. */
export const immediatePacer: Pacer = {
  before: () => null,
};
