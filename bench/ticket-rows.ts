import type { Effort } from "./rounds.ts";
import type { Row } from "./row.ts";
import { spreadOf } from "./spread.ts";
import { measureTickets, sizes, type Taker, takers } from "./tickets.ts";

const rounds = { warmUp: 2, measured: 7 };

/** What each of ours does for a ticket; only the first is what the peer does too. */
const meanings = {
  nothing: "scheduling, events, log",
  gate: "… and the worker's prompt, hashed and gated",
  turn: "… and a session with one turn",
  conduct: "… through the whole conductor, three effects a ticket",
} as const satisfies Record<Exclude<Taker, "p-graph">, string>;

/** A ticket's cost over the peer's, and at ten thousand tickets over that at a hundred. */
export async function ticketRows(tell: (row: Row) => void, effort: Effort): Promise<void> {
  const samples = await measureTickets(effort(rounds));
  const ours = takers.filter((taker) => taker !== "p-graph");
  for (const taker of ours) {
    for (const { tickets } of sizes) {
      const { [taker]: own, "p-graph": peer } = samples[tickets];
      tell({
        name: `${tickets} tickets: ${meanings[taker]}`,
        ours: microseconds(own),
        peer: microseconds(peer),
        ratio: spreadOf(own.map((ownNs, index) => ownNs / peer[index]!)),
        floor: taker === "nothing" ? { type: "at-most", value: 3 } : null,
      });
    }
  }
  for (const taker of ours) {
    const [few, many] = [samples[100][taker], samples[10_000][taker]];
    const fewNs = spreadOf(few).median;
    tell({
      name: `10000 tickets over 100: ${meanings[taker]}`,
      ours: microseconds(many),
      peer: microseconds(few),
      ratio: spreadOf(many.map((ns) => ns / fewNs)),
      floor: { type: "at-most", value: 1.3 },
    });
  }
}

const microseconds = (samplesNs: readonly number[]): string =>
  `${(spreadOf(samplesNs).median / 1_000).toFixed(1)} µs`;
