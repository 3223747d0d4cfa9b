import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { isUnreadableScenario } from "../../sim/unreadable-scenario.ts";
import { countText } from "../../core/words/count-text.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { note } from "../output.ts";
import { problemText } from "../scenario-file.ts";
import { type ExploreProcess, withExplorers } from "../sim/explore-process.ts";
import { onInterrupt } from "../signals.ts";
import { hashOfPart, packWorked, type SweepPart } from "./sweep-part.ts";
import { takeParts } from "./sweep-queue.ts";

/** Runs `rehearsal sweep-worker`, until it is interrupted. */
export const workOnSweeps = (options: SweepWorkerOptions): Promise<ExitCode> =>
  withExplorers((start) => workUntilInterrupted(options, start));

interface SweepWorkerOptions {
  readonly redis: string;
  readonly jobs?: number;
}

async function workUntilInterrupted(
  { redis, jobs = availableParallelism() }: SweepWorkerOptions,
  start: () => ExploreProcess,
): Promise<ExitCode> {
  const idle: ExploreProcess[] = [];
  let parts = 0;

  async function work(part: SweepPart): Promise<string> {
    refuseOther(part);
    const { file, job } = part;
    const { first, count, ...rest } = job;
    const seeds = Array.from({ length: count }, (_, index) => first + index);
    const explorer = idle.pop() ?? start();
    try {
      const worked = await explorer.explore({ ...rest, file: resolve(file), seeds }, () => {});
      idle.push(explorer);
      parts++;
      return packWorked(worked);
    } catch (error) {
      // It may be gone, or in an endless loop: the next part gets another.
      explorer.kill();
      if (isUnreadableScenario(error))
        throw new Error(error.problems.map(problemText).join("\n"), { cause: error });
      throw error;
    }
  }

  const interruption = Promise.withResolvers<void>();
  const watch = onInterrupt({ letGo: interruption.resolve, killAll: () => {} });
  const taking = await takeParts(redis, { concurrency: jobs, work, tell: note });
  note(
    `Working on sweeps in ${countText(jobs, "process", "processes")}; Ctrl-C ends, once the parts under way are done.`,
  );
  await interruption.promise;
  await taking.close();
  watch.release();
  note(`${countText(parts, "part")} done.`);
  return exitCodes.interrupted;
}

/** The same name may be another scenario here. */
function refuseOther({ file, fileHash }: SweepPart): void {
  const path = resolve(file);
  if (!existsSync(path)) throw new Error(`a worker in ${process.cwd()} has no ${file}`);
  if (hashOfPart(readFileSync(path, "utf8")) !== fileHash)
    throw new Error(`a worker in ${process.cwd()} has another ${file}`);
}
