import { join } from "node:path";
import type { Effort, Rounds } from "./rounds.ts";
import type { Row } from "./row.ts";
import { spreadOf } from "./spread.ts";

const program = join(import.meta.dir, "..", "src", "cli.ts");
const rounds: Rounds = { warmUp: 2, measured: 15 };

/** What starting costs beside Bun that does nothing: the processor's time, which other jobs on the machine disturb less. */
export function startRows(push: (row: Row) => void, effort: Effort): void {
  const bare = ["-e", "0"];
  const [ours, peer]: [number[], number[]] = [[], []];
  const { warmUp, measured } = effort(rounds);
  for (let round = 0; round < warmUp + measured; round++) {
    const sides = [
      { samples: ours, options: [program, "--help"] },
      { samples: peer, options: bare },
    ];
    for (const { samples, options } of round % 2 === 0 ? sides : sides.toReversed()) {
      const usedMs = processorMs(options);
      if (round >= warmUp) samples.push(usedMs);
    }
  }
  push({
    name: "--help, against `bun -e 0`",
    ours: milliseconds(ours),
    peer: milliseconds(peer),
    ratio: spreadOf(ours.map((ms, index) => ms / peer[index]!)),
    floor: { type: "at-most", value: 3 },
  });
}

function processorMs(options: readonly string[]): number {
  const { exitCode, resourceUsage } = Bun.spawnSync([process.execPath, ...options], {
    stdout: "ignore",
    stderr: "inherit",
  });
  if (exitCode !== 0) throw new Error(`${options.join(" ")} ended with ${exitCode}`);
  return Number(resourceUsage.cpuTime.total) / 1_000;
}

const milliseconds = (samples: readonly number[]): string =>
  `${spreadOf(samples).median.toFixed(0)} ms`;
