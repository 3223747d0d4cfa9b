import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { startRedis } from "../scripts/start-redis.ts";
import type { Effort, Rounds } from "./rounds.ts";
import type { Row } from "./row.ts";
import { spreadOf } from "./spread.ts";
import { nowNs } from "./stopwatch.ts";

const root = join(import.meta.dir, "..");
const program = join(root, "src", "cli.ts");
const scenario = join(root, "test", "commands", "fixtures", "two-tickets.scenario.ts");
const rounds: Rounds = { warmUp: 1, measured: 5 };

/** What a queue between the threads costs: the same schedules by a worker of as many threads, over a real Redis. */
export async function sweepRows(push: (row: Row) => void, effort: Effort): Promise<void> {
  if (Bun.which("redis-server") === null)
    throw new Error("This benchmark needs redis-server, of Debian's package of that name.");
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-bench-"));
  const redis = await startRedis();
  const threads = String(availableParallelism());
  const worker = Bun.spawn(
    [process.execPath, program, "sweep-worker", "--redis", redis.url, "--jobs", threads],
    { cwd: folder, stdout: "ignore", stderr: "ignore" },
  );
  const { warmUp, measured } = effort(rounds);
  // So many that what starting costs is little of it; fewer where only a few rounds are run.
  const schedules = measured === rounds.measured ? 1_000 : 400;
  const [ours, peer]: [number[], number[]] = [[], []];
  try {
    for (let round = 0; round < warmUp + measured; round++) {
      // Other seeds each round, because a part that was done once is not done again.
      const seeds = `${round * schedules}..${(round + 1) * schedules - 1}`;
      const flags = [scenario, "--seeds", seeds, "--json"];
      const sides = [
        { samples: ours, words: ["sweep", ...flags, "--redis", redis.url] },
        { samples: peer, words: ["sim", ...flags, "--jobs", threads] },
      ];
      for (const { samples, words } of round % 2 === 0 ? sides : sides.toReversed()) {
        const tookMs = await milliseconds(words, folder);
        if (round >= warmUp) samples.push(tookMs);
      }
    }
  } finally {
    worker.kill("SIGKILL");
    await worker.exited;
    await redis.stop();
    await rm(folder, { recursive: true, force: true });
  }
  push({
    name: `${schedules.toLocaleString("en-US")} schedules of two tickets, ${threads} threads, against \`sim --jobs ${threads}\``,
    ours: seconds(ours),
    peer: seconds(peer),
    ratio: spreadOf(ours.map((ms, index) => ms / peer[index]!)),
    floor: { type: "at-most", value: 1.1 },
  });
}

async function milliseconds(words: readonly string[], folder: string): Promise<number> {
  const startedAtNs = nowNs();
  const child = Bun.spawn([process.execPath, program, ...words], {
    cwd: folder,
    stdout: "ignore",
    stderr: "inherit",
  });
  const exitCode = await child.exited;
  if (exitCode !== 0) throw new Error(`${words.join(" ")} ended with ${exitCode}`);
  return (nowNs() - startedAtNs) / 1e6;
}

const seconds = (samples: readonly number[]): string =>
  `${(spreadOf(samples).median / 1000).toFixed(1)} s`;
