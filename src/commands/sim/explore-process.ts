import { readFileSync } from "node:fs";
import { realClock } from "../../clock/real-clock.ts";
import { assertNever } from "../../core/assert-never.ts";
import type { LoadProblem } from "../../sim/dsl/load-problem.ts";
import type { Job, Worked } from "../../sim/explore-job.ts";
import { unreadableScenario } from "../../sim/unreadable-scenario.ts";
import { exploreWord } from "../explore-word.ts";
import { ownCommand } from "../own-command.ts";
import type { FromExplorer, ToExplorer } from "./explore-service.ts";

/** A process that explores one job at a time. Modules that it has loaded serve its next jobs, too. */
export interface ExploreProcess {
  /** `stop`: ends after the schedule that is under way. */
  explore(job: Job, onTrial: (failed: boolean) => void, stop?: AbortSignal): Promise<Worked>;
  /** Kills it, whatever it does. */
  kill(): void;
  /** Kills it; resolves once it is gone. */
  end(): Promise<void>;
}

/**
 * Does work for which it may start processes, and ends them with it. Whatever ends this process in between (an error, a
 * second Ctrl-C) kills them: one that is in an endless loop hears of nothing, and would go on for ever.
 */
export async function withExplorers<Result>(
  work: (start: () => ExploreProcess) => Promise<Result>,
): Promise<Result> {
  const started: ExploreProcess[] = [];
  const killAll = (): void => started.forEach((explorer) => explorer.kill());
  process.once("exit", killAll);
  try {
    return await work(() => {
      const explorer = startExploring();
      started.push(explorer);
      return explorer;
    });
  } finally {
    process.off("exit", killAll);
    await Promise.all(started.map((explorer) => explorer.end()));
  }
}

/**
 * What a search runs faster with, by a third (`eight-workers --seeds 200`). Only a process that is being started takes
 * these settings.
 */
const settings = {
  // A schedule is spread over so many functions that the last stage of compiling them costs more than it saves.
  BUN_JSC_useFTLJIT: "0",
  // Memory that one schedule leaves is what the next one takes: to give it back in between took a tenth of all time.
  MIMALLOC_PURGE_DELAY: "-1",
};

function startExploring(): ExploreProcess {
  let hear: (message: FromExplorer) => void = () => {};
  const child = Bun.spawn([...ownCommand([exploreWord])], {
    env: { ...process.env, ...settings },
    // What scenarios print is no report of ours.
    stdio: ["ignore", 2, "inherit"],
    serialization: "advanced",
    ipc: (message: FromExplorer) => hear(message),
  });
  const tell = (message: ToExplorer): void => child.send(message);
  const kill = (): void => child.kill("SIGKILL");
  return {
    explore(job, onTrial, stop) {
      const over = new AbortController();
      const { signal } = over;
      return new Promise<Worked>((resolve, reject) => {
        const fail = (problem: LoadProblem) => reject(unreadableScenario([problem]));
        let silence = new AbortController();
        function alive(): void {
          silence.abort();
          silence = new AbortController();
          silent(child.pid, AbortSignal.any([signal, silence.signal])).then(
            () => fail(endless(job)),
            () => {},
          );
        }
        hear = (message) => {
          alive();
          switch (message.type) {
            case "trial":
              return onTrial(message.failed);
            case "done":
              return resolve(message.worked);
            case "unreadable":
              return reject(unreadableScenario(message.problems));
            case "failed":
              return reject(new Error(message.message));
            default:
              assertNever(message);
          }
        };
        alive();
        void child.exited.then(() => fail(ended(job, child.exitCode, child.signalCode)));
        stop?.addEventListener("abort", () => tell({ type: "stop" }), { signal });
        tell({ type: "job", job });
      }).finally(() => over.abort());
    },
    kill,
    async end() {
      kill();
      await child.exited;
    },
  };
}

const placeOf = ({ file }: Job) => ({ file, line: null, column: null });
const underSeeds = ({ seeds }: Job): string =>
  `under one of the seeds ${seeds[0]} to ${seeds.at(-1)}`;

const ended = (
  job: Job,
  exitCode: number | null,
  signal: NodeJS.Signals | number | null,
): LoadProblem => ({
  ...placeOf(job),
  message: `"${job.name}" ended the process that rehearsed it (${signal ?? `exit code ${exitCode}`}), ${underSeeds(job)}`,
  suggestion: "Take the exit out of its code; or, where the memory was used up, use fewer --jobs.",
});

/** A schedule that uses the processor for longer than this is assumed never to end. */
const silenceMs = 120_000;

const endless = (job: Job): LoadProblem => ({
  ...placeOf(job),
  message: `"${job.name}" has come to no end for over ${silenceMs / 1000} s ${underSeeds(job)}`,
  suggestion:
    "Look for a loop in its code that never ends, or for something that it waits for and that never comes.",
});

/**
 * Resolves once a process has used the processor for the limit without a message. Time by the clock would take a slow
 * schedule on a busy machine for an endless one, so it counts only for a process that waits without working, and where
 * the system does not say how long it has worked.
 */
async function silent(pid: number, signal: AbortSignal): Promise<void> {
  const usedBefore = usedMs(pid);
  const latestMs = realClock.nowMs() + 3 * silenceMs;
  let leftMs = silenceMs;
  while (leftMs > 0 && realClock.nowMs() < latestMs) {
    await realClock.until(realClock.nowMs() + Math.max(leftMs, 1000), signal);
    leftMs = silenceMs - (usedMs(pid) - usedBefore);
  }
}

/** The processor's time that a process has had, on Linux; elsewhere 0. */
function usedMs(pid: number): number {
  try {
    // proc(5): after the name, which may hold anything, the fields 14 and 15 are the times in hundredths of a second.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return 0;
  }
}
