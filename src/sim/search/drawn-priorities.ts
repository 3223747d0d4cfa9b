import type { Candidate } from "../schedule.ts";
import type { Strategy } from "./strategy.ts";

/**
 * After POS (Yuan et al., CAV 2018): each waiting step has a priority of its own, and the highest goes. Those of its
 * chain, which depend on it, draw theirs anew; the others keep theirs, so that one may wait for long.
 */
export const drawnPriorities: Strategy = {
  name: "pos",
  chooser(random) {
    const priorities = new Map<number, number>();
    const priorityOf = ({ number }: Candidate): number => {
      const known = priorities.get(number);
      if (known !== undefined) return known;
      const drawn = random();
      priorities.set(number, drawn);
      return drawn;
    };
    return (candidates) => {
      let best = 0;
      for (const [place, candidate] of candidates.entries()) {
        if (priorityOf(candidate) > priorityOf(candidates[best]!)) best = place;
      }
      const { chain, number } = candidates[best]!;
      priorities.delete(number);
      for (const other of candidates) if (other.chain === chain) priorities.delete(other.number);
      return best;
    };
  },
};
