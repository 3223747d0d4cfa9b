import { type DeltaSamples, measureDeltas, type StoreKind } from "./deltas.ts";
import type { Effort, Rounds } from "./rounds.ts";
import type { Row } from "./row.ts";
import { spreadOf } from "./spread.ts";
import { type Chunking, deltasTotal } from "./wire.ts";

const rounds: Rounds = { warmUp: 15, measured: 41 };

/** Deltas a second of a whole run over those of the SDK read bare, in each case. */
export async function deltaRows(tell: (row: Row) => void, effort: Effort): Promise<void> {
  for (const store of ["memory", "sqlite"] as const) {
    for (const arrival of ["ready", "turns"] as const) {
      for (const eventsPerChunk of [1, 4, 16]) {
        tell(rowOf(await measureDeltas(store, { arrival, eventsPerChunk }, effort(rounds))));
      }
    }
  }
}

/**
 * Floors hold where a body is read as fast as the SDK can. Chunks that come one a turn of the event loop are
 * shown beside them: the fewer deltas a turn brings, the more of its time goes to what is paid once a batch.
 */
function rowOf({ store, chunking, oursNs, bareNs }: DeltaSamples): Row {
  const ratio = spreadOf(oursNs.map((ours, index) => bareNs[index]! / ours));
  const floor = floors[store];
  return {
    name: `${store}, ${describe(chunking)}`,
    ours: perSecond(oursNs),
    peer: perSecond(bareNs),
    ratio,
    floor: chunking.arrival === "ready" ? floor : null,
  };
}

const floors = {
  memory: { type: "at-least", value: 0.85 },
  sqlite: { type: "at-least", value: 0.7 },
} as const satisfies Record<StoreKind, Row["floor"]>;

function describe({ eventsPerChunk, arrival }: Chunking): string {
  const events = eventsPerChunk === 1 ? "1 event" : `${eventsPerChunk} events`;
  switch (arrival) {
    case "ready":
      return `${events} a chunk`;
    case "turns":
      return `${events} a chunk, a chunk a turn`;
  }
}

const perSecond = (samplesNs: readonly number[]): string =>
  `${Math.round((deltasTotal / spreadOf(samplesNs).median) * 1e6)}k/s`;
