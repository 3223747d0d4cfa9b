import { join } from "node:path";
import type { Rounds } from "./rounds.ts";
import type { Row } from "./row.ts";
import { spreadOf } from "./spread.ts";
import { nowNs } from "./stopwatch.ts";

/** The program as a checkout starts it. */
export const fromSource: readonly string[] = [
  process.execPath,
  join(import.meta.dir, "..", "src", "cli.ts"),
];

/** A command line, and the words of its output that are waited for; `null`: its end is. */
export interface TimedCommand {
  readonly words: readonly string[];
  readonly cwd: string;
  readonly until: string | null;
}

/** How many milliseconds pass from the start of a process until it has said something, or has ended. */
export async function timeCommand(
  command: TimedCommand,
  { warmUp, measured }: Rounds,
): Promise<readonly number[]> {
  const samples: number[] = [];
  for (let round = 0; round < warmUp + measured; round++) {
    const tookMs = await timeOnce(command);
    if (round >= warmUp) samples.push(tookMs);
  }
  return samples;
}

async function timeOnce({ words, cwd, until }: TimedCommand): Promise<number> {
  const startedAtNs = nowNs();
  const child = Bun.spawn([...words], { cwd, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  let saidAtNs: number | null = null;
  let text = "";
  const listen = async (pipe: ReadableStream<Uint8Array>): Promise<void> => {
    for await (const bytes of pipe) {
      text += new TextDecoder().decode(bytes);
      if (until === null || saidAtNs !== null || !text.includes(until)) continue;
      saidAtNs = nowNs();
      child.kill("SIGKILL");
    }
  };
  await Promise.all([listen(child.stdout), listen(child.stderr), child.exited]);
  const isAsWanted = until === null ? child.exitCode === 0 : saidAtNs !== null;
  if (!isAsWanted) throw new Error(`${words.join(" ")} ended with ${child.exitCode}: ${text}`);
  return ((saidAtNs ?? nowNs()) - startedAtNs) / 1e6;
}

/** What it took over what it may take. */
export function limitedRow(name: string, tookMs: readonly number[], limitMs: number): Row {
  return {
    name,
    ours: `${spreadOf(tookMs).median.toFixed(0)} ms`,
    peer: `${limitMs} ms`,
    ratio: spreadOf(tookMs.map((ms) => ms / limitMs)),
    floor: { type: "at-most", value: 1 },
  };
}
