import type { SimulatedWire } from "../../sim/world/simulated-wire.ts";
import type { ReporterFlag } from "./reporter-flag.ts";
import type { Seeds } from "./seeds-flag.ts";

/** The flags of `rehearsal sim`. */
export interface SimOptions {
  readonly seeds: Seeds;
  /** How long to go on, in milliseconds. */
  readonly for?: number;
  readonly strategy?: string;
  readonly faults: "scripted" | "all";
  readonly replay?: string;
  readonly reporter?: readonly ReporterFlag[];
  readonly shard?: Shard;
  readonly filter?: string;
  readonly known?: string;
  readonly updateKnown?: true;
  readonly watch?: true;
  readonly lastFailed?: true;
  readonly bail?: true;
  readonly wire?: SimulatedWire;
  readonly server?: string;
  readonly listServers?: true;
  readonly jobs?: number;
  readonly json?: true;
  readonly coverage?: true;
  /** The folder of the corpus; `true`: the usual one. */
  readonly corpus?: string | true;
  readonly requireSometimes?: true;
}

/** `--shard`: which part of the schedules to run, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}
