import type { Delta } from "../../src/core/reply/delta.ts";
import type { Usage } from "../../src/core/ledger/usage.ts";
import type { Observation, Observer } from "../../src/mock-provider/observer.ts";

/** An observer that keeps what it is told. */
export interface Recording extends Observer {
  readonly observations: readonly Observation[];
  types(): readonly Observation["type"][];
  deltas(): readonly Delta[];
  usages(): readonly Usage[];
}

export function recording(): Recording {
  const observations: Observation[] = [];
  const sent = () => observations.filter((observation) => observation.type === "sent");
  return {
    observations,
    observe: (observation) => void observations.push(observation),
    types: () => observations.map(({ type }) => type),
    deltas: () => sent().flatMap(({ event }) => event.deltas),
    usages: () => sent().flatMap(({ event: { usage } }) => (usage === null ? [] : [usage])),
  };
}
