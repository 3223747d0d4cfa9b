import fc from "fast-check";
import { randomFrom } from "../src/sim/schedule.ts";
import { newScheduler } from "../src/sim/scheduler.ts";
import type { Effort, Rounds } from "./rounds.ts";
import type { Row } from "./row.ts";
import { spreadOf } from "./spread.ts";
import { nowNs } from "./stopwatch.ts";

const chains = 64;
const stepsOfChain = 10;
const rounds: Rounds = { warmUp: 5, measured: 25 };

/** Schedules a second where nothing is scheduled but promises: chains of steps, in an order drawn for each schedule. */
export async function schedulerRows(push: (row: Row) => void, effort: Effort): Promise<void> {
  const [ours, peer]: [number[], number[]] = [[], []];
  const { warmUp, measured } = effort(rounds);
  for (let round = 0; round < warmUp + measured; round++) {
    const sides = [
      { samples: ours, run: () => runOurs(round) },
      { samples: peer, run: () => runPeer(round) },
    ];
    for (const { samples, run } of round % 2 === 0 ? sides : sides.toReversed()) {
      const startedAtNs = nowNs();
      const steps = await run();
      const elapsedNs = nowNs() - startedAtNs;
      if (steps !== chains * stepsOfChain) throw new Error(`${steps} steps were released`);
      if (round >= warmUp) samples.push(elapsedNs);
    }
  }
  push({
    name: `${chains} chains of ${stepsOfChain} steps, against fast-check's scheduler`,
    ours: perSecond(ours),
    peer: perSecond(peer),
    ratio: spreadOf(ours.map((ns, index) => peer[index]! / ns)),
    floor: { type: "at-least", value: 10 },
  });
}

async function runOurs(seed: number): Promise<number> {
  const random = randomFrom(seed);
  const scheduler = newScheduler(({ length }) => Math.floor(random() * length), 0);
  const life = { number: 1, alive: true };
  let open = chains;
  async function chain(name: string): Promise<void> {
    for (let step = 0; step < stepsOfChain; step++) {
      await scheduler.at({ label: name, dueAtMs: 0, life });
    }
    open--;
  }
  for (let index = 0; index < chains; index++) void chain(`chain ${index}`);
  await scheduler.run(() => open === 0);
  return scheduler.steps.length;
}

async function runPeer(seed: number): Promise<number> {
  const [scheduler] = fc.sample(fc.scheduler(), { seed, numRuns: 1 });
  if (scheduler === undefined) throw new Error("fast-check drew no scheduler");
  let steps = 0;
  async function chain(name: string): Promise<void> {
    for (let step = 0; step < stepsOfChain; step++) {
      await scheduler!.schedule(Promise.resolve(), name);
      steps++;
    }
  }
  const all = Promise.all(Array.from({ length: chains }, (_, index) => chain(`chain ${index}`)));
  await scheduler.waitFor(all);
  return steps;
}

const perSecond = (samplesNs: readonly number[]): string =>
  `${Math.round(1e9 / spreadOf(samplesNs).median).toLocaleString("en")}/s`;
