import type { SimulatedWire } from "../../sim/simulated-wire.ts";
import type { ReporterFlag } from "./reporter-flag.ts";

/** What `rehearsal sim` was told. */
export interface SimOptions {
  readonly seeds: number;
  readonly faults: "scripted" | "all";
  readonly replay?: string;
  readonly reporter?: readonly ReporterFlag[];
  readonly shard?: Shard;
  readonly filter?: string;
  readonly bail?: true;
  readonly wire: SimulatedWire;
  readonly jobs?: number;
  readonly json?: true;
}

/** This machine's part of the scenarios. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}
