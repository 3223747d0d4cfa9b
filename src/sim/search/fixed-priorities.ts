import type { Candidate } from "../schedule.ts";
import type { Strategy } from "./strategy.ts";

/**
 * PCT (Burckhardt et al., ASPLOS 2010): each chain has a priority, drawn once, and the highest goes; at `depth` − 1
 * drawn steps the one that would go drops below all others. A mistake that `depth` ordered steps cause, among n
 * chains and k steps, is met with a chance of at least 1 / (n · k^(depth − 1)) a run.
 */
export const fixedPriorities = (depth: 1 | 2 | 3): Strategy => ({
  name: `pct-${depth}`,
  chooser(random, expectedSteps) {
    const priorities = new Map<string, number>();
    const drops = new Set(
      Array.from({ length: depth - 1 }, () => Math.floor(random() * expectedSteps)),
    );
    let lowest = 0;
    const priorityOf = ({ chain }: Candidate): number => {
      const known = priorities.get(chain);
      if (known !== undefined) return known;
      const drawn = random();
      priorities.set(chain, drawn);
      return drawn;
    };
    const highest = (candidates: readonly Candidate[]): number => {
      let best = 0;
      let bestPriority = -Infinity;
      for (const [place, candidate] of candidates.entries()) {
        const priority = priorityOf(candidate);
        // Of one chain the one that has waited longest: its own order is not what is tried out.
        if (priority > bestPriority) [best, bestPriority] = [place, priority];
      }
      return best;
    };
    return (candidates, step) => {
      const place = highest(candidates);
      if (!drops.has(step)) return place;
      priorities.set(candidates[place]!.chain, --lowest);
      return highest(candidates);
    };
  },
});

/** The chance that `runs` runs of PCT all miss a mistake of this depth. */
export function missedWithAtMost(
  depth: number,
  { chains, steps, runs }: { chains: number; steps: number; runs: number },
): number {
  const met = 1 / (Math.max(1, chains) * Math.max(1, steps) ** (depth - 1));
  return (1 - met) ** runs;
}
