import type { ConductorWire } from "../reply-source.ts";
import type { KnownHabit } from "./habit.ts";

/** A server as a mock plays it: what it does otherwise than its wire's documentation has it. */
export interface ServerProfile {
  /** As it is named on a command line. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly wire: ConductorWire;
  /** Where it is in the world: a client may know a server by its host. */
  readonly baseURL: string;
  readonly habits: readonly KnownHabit[];
}
