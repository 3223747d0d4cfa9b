import type { Strategy } from "./strategy.ts";

/** One chain, drawn among the first few that appear, goes only when nothing else can; the rest evenly. */
export const starveOne: Strategy = {
  name: "starve-one",
  chooser(random) {
    const met: string[] = [];
    const starvedPlace = Math.floor(random() * 12);
    return (candidates) => {
      for (const { chain } of candidates) if (!met.includes(chain)) met.push(chain);
      const starved = met[starvedPlace];
      const others = candidates.flatMap(({ chain }, place) => (chain === starved ? [] : [place]));
      return others.length === 0 ? 0 : others[Math.floor(random() * others.length)]!;
    };
  },
};
