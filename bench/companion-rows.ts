import diamond from "../scenarios/eight-workers.scenario.ts";
import { type DrawnFault, weatherOf } from "../src/sim/drawn-fault.ts";
import { type Chooser, chooserOf } from "../src/sim/schedule.ts";
import { seededChooser } from "../src/sim/search/strategies.ts";
import { simulate, warmUp } from "../src/sim/simulate.ts";
import { newHistory } from "../src/sim/world/history.ts";
import type { Effort, Rounds } from "./rounds.ts";
import type { Floor } from "./floor.ts";
import type { Row } from "./row.ts";
import { spreadOf } from "./spread.ts";
import { nowNs } from "./stopwatch.ts";

const rounds: Rounds = { warmUp: 12, measured: 40 };

/** After which part of the run's events the process dies, and what its companion may cost of the whole run. */
const deaths: readonly { readonly share: number; readonly floor: Floor | null }[] = [
  { share: 0.2, floor: null },
  { share: 0.5, floor: null },
  { share: 0.8, floor: { type: "at-most", value: 0.4 } },
];

/** What a killed companion costs, which goes on from a moment of the run, over the same run from its beginning to its end. */
export async function companionRows(push: (row: Row) => void, effort: Effort): Promise<void> {
  await warmUp();
  const { warmUp: unmeasured, measured } = effort(rounds);
  for (const { share, floor } of deaths) {
    const [ours, peer]: [number[], number[]] = [[], []];
    for (let seed = 1; seed <= unmeasured + measured; seed++) {
      const { companion, whole } = await prepare(seed, share);
      const sides = [
        { samples: ours, run: companion },
        { samples: peer, run: whole },
      ];
      for (const { samples, run } of seed % 2 === 0 ? sides : sides.toReversed()) {
        Bun.gc(true);
        const startedAtNs = nowNs();
        const { log } = await run();
        const elapsedNs = nowNs() - startedAtNs;
        const end = log.at(-1);
        if (end?.type !== "run.ended" || end.outcome !== "done")
          throw new Error("the run is not done");
        if (seed > unmeasured) samples.push(elapsedNs);
      }
    }
    push({
      name: `killed after ${share * 100} % of its events and resumed, over the whole run`,
      ours: milliseconds(ours),
      peer: milliseconds(peer),
      ratio: spreadOf(ours.map((ns, index) => ns / peer[index]!)),
      floor,
    });
  }
}

async function prepare(seed: number, share: number) {
  const deviations: [number, number][] = [];
  const draw = seededChooser(seed);
  const choose: Chooser = (candidates, step) => {
    const place = draw(candidates, step);
    if (place !== 0) deviations.push([step, place]);
    return place;
  };
  const history = newHistory(null);
  const { log } = await simulate({ scenario: diamond, choose, history });
  const schedule = { deviations };
  // An event in whose very step something else goes on has no moment; one of the next has.
  const places = log.slice(Math.floor(log.length * share)).map(({ seq }) => seq);
  const atEvent = places.find((seq) => history.at(seq) !== null) ?? log.length;
  const crash: DrawnFault = { type: "crash", atEvent };
  const weather = weatherOf([crash], () => null);
  return {
    companion: () =>
      simulate({
        scenario: diamond,
        choose: chooserOf(schedule),
        weather,
        from: history.at(atEvent),
      }),
    whole: () => simulate({ scenario: diamond, choose: chooserOf(schedule) }),
  };
}

const milliseconds = (samplesNs: readonly number[]): string =>
  `${(spreadOf(samplesNs).median / 1e6).toFixed(1)} ms`;
