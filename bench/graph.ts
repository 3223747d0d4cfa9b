import { ticketId } from "../src/core/ids.ts";
import type { Ticket } from "../src/core/planning/ticket.ts";
import { benchTrack } from "./wire.ts";

const layerWidth = 20;
const dependenciesMax = 2;

/**
 * A layered random DAG, the same each time: each ticket depends on two of the layer before (one, where both
 * draws fall on the same), none in the first layer.
 */
export function layeredTickets(count: number): readonly Ticket[] {
  const draw = newDraw(count);
  return Array.from({ length: count }, (_, index) => {
    const layer = Math.floor(index / layerWidth);
    const before = (layer - 1) * layerWidth;
    const dependsOn = new Set(
      layer === 0
        ? []
        : Array.from({ length: dependenciesMax }, () => idOf(before + draw(layerWidth))),
    );
    return {
      id: idOf(index),
      trackId: benchTrack,
      title: `Ticket ${index}`,
      description: "Does its part.",
      files: [],
      dependsOn: [...dependsOn],
    };
  });
}

const idOf = (index: number) => ticketId(`T-${index}`);

/** Xorshift: whole numbers below a bound, the same after the same seed. */
function newDraw(seed: number): (bound: number) => number {
  let state = seed | 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}
