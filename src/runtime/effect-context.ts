import type { Input } from "../core/input.ts";
import type { State } from "../core/state.ts";
import type { Edges } from "../ports.ts";

/** What executing an effect needs. */
export interface EffectContext {
  readonly edges: Edges;
  readonly signal: AbortSignal;
  readonly take: (input: Input) => void;
  readonly state: () => State;
}
