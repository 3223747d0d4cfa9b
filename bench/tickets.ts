import { timeCoreAlone } from "./core-alone.ts";
import { layeredTickets } from "./graph.ts";
import { timePeer } from "./peer.ts";
import { timeWholeRun } from "./whole-run.ts";

/** Who takes the tickets through: the peer, the core with more and more of its work, the whole conductor. */
export const takers = ["p-graph", "nothing", "gate", "turn", "conduct"] as const;
export type Taker = (typeof takers)[number];

/** Tickets of one graph, and how often it is run in each round: small ones vary more. */
export const sizes = [
  { tickets: 100, repeats: 9 },
  { tickets: 1_000, repeats: 3 },
  { tickets: 10_000, repeats: 1 },
] as const;
export type Size = (typeof sizes)[number]["tickets"];

/** Nanoseconds a ticket. Samples of one index were taken one right after the other. */
export type TicketSamples = Readonly<Record<Size, Readonly<Record<Taker, readonly number[]>>>>;

/** Tickets at work at once, for ours and for the peer. */
const workers = 16;

/**
 * Takes the same graphs through by everyone in turn. The largest go first: what is measured later is then
 * compiled for all sizes alike, and no size looks good because another was slow at the start.
 */
export async function measureTickets(rounds: {
  readonly warmUp: number;
  readonly measured: number;
}): Promise<TicketSamples> {
  const samples = {
    100: noSamples(),
    1_000: noSamples(),
    10_000: noSamples(),
  };
  const graphs = sizes
    .map((size) => ({ ...size, graph: layeredTickets(size.tickets) }))
    .toReversed();
  for (let round = 0; round < rounds.warmUp + rounds.measured; round++) {
    for (const { tickets, repeats, graph } of graphs) {
      for (let repeat = 0; repeat < repeats; repeat++) {
        for (const taker of inTurn(round + repeat)) {
          const elapsedNs = await time(taker, graph);
          if (round >= rounds.warmUp) samples[tickets][taker].push(elapsedNs / tickets);
        }
      }
    }
  }
  return samples;
}

const noSamples = (): Record<Taker, number[]> => ({
  "p-graph": [],
  nothing: [],
  gate: [],
  turn: [],
  conduct: [],
});

const inTurn = (index: number): readonly Taker[] =>
  index % 2 === 0 ? takers : takers.toReversed();

function time(taker: Taker, graph: ReturnType<typeof layeredTickets>): number | Promise<number> {
  switch (taker) {
    case "p-graph":
      return timePeer(graph, workers);
    case "nothing":
    case "gate":
    case "turn":
      return timeCoreAlone(graph, workers, taker);
    case "conduct":
      return timeWholeRun(graph, workers);
  }
}
