import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { realClock } from "../../clock/real-clock.ts";
import { countText } from "../../core/words/count-text.ts";
import type { ScenarioReport } from "../../reports/sim/scenario-report.ts";
import { closeNetwork, onlyTheMock } from "../../sim/world/closed-network.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { note } from "../output.ts";
import { problemText } from "../scenario-file.ts";
import { onInterrupt } from "../signals.ts";
import { chooseScenarios } from "../sim/choose-scenarios.ts";
import { addPart, emptyTallyFor, type Explored, reportExplored } from "../sim/explored.ts";
import { loadWatched } from "../sim/load-watched.ts";
import { withRequiredMarks } from "../sim/required-marks.ts";
import { refuseEndless } from "../sim/seeds-flag.ts";
import { newProgress } from "../sim/trial-progress.ts";
import { refuseUnwritable, writeReports } from "../sim/write-reports.ts";
import { usageError } from "../usage-error.ts";
import type { SweepOptions } from "./sweep-options.ts";
import { hashOfPart, partsOfSweep, type SweepPart, unpackWorked } from "./sweep-part.ts";
import { openSweepQueue, type SweepQueue, type SweepResult } from "./sweep-queue.ts";

/** Parts in the queue at once: enough for many workers, and few enough that a stop leaves little behind. */
const queuedMax = 200;
/** How often the queue is asked for results. */
const lookEveryMs = 50;
/** How often a part may fail, on whatever machine, before the sweep gives up. */
const failuresMax = 3;

/** Runs `rehearsal sweep`: puts parts into the queue, takes their results, and reports them as `sim` does. */
export async function sweep(paths: readonly string[], options: SweepOptions): Promise<ExitCode> {
  refuseEndless(options.seeds, null);
  await refuseUnwritable(options);
  const { loaded, problems } = await loadWatched([...paths]);
  for (const problem of problems) note(problemText(problem));
  if (problems.length > 0) return exitCodes.usage;
  const chosen = chooseScenarios(loaded, options.filter);
  const { first, count } = options.seeds;
  const parts = partsOfSweep(
    chosen.map(({ file, scenario }) => ({
      file: relative(process.cwd(), file),
      fileHash: hashOfPart(readFileSync(file, "utf8")),
      name: scenario.name,
      first,
      count,
    })),
    {
      size: options.part,
      swarm: options.faults === "all",
      wire: options.wire ?? "anthropic",
      strategy: options.strategy ?? null,
    },
  );
  const sums = chosen.map(({ scenario }) => ({ tally: emptyTallyFor(scenario), durationMs: 0 }));
  const interruption = new AbortController();
  const watch = onInterrupt({ letGo: () => interruption.abort(), killAll: () => {} });
  const queue = await openSweepQueue(options.redis, note);
  const { hostname } = new URL(options.redis);
  closeNetwork({ ...onlyTheMock, allows: (host) => host === hostname });
  try {
    const taken = await takeAll(queue, parts, sums, interruption.signal);
    if (interruption.signal.aborted) {
      note(
        `Stopped: ${taken} of ${countText(parts.length, "part")} taken. The same command goes on from there.`,
      );
      return exitCodes.interrupted;
    }
    const reports: ScenarioReport[] = [];
    for (const [index, explored] of sums.entries()) {
      const one = chosen[index]!;
      const file = relative(process.cwd(), one.file);
      reports.push(
        await reportExplored(one, explored, {
          file,
          swarm: options.faults === "all",
          server: null,
          stop: interruption.signal,
        }),
      );
    }
    const judged = withRequiredMarks(reports, options.requireSometimes);
    await writeReports(judged, options);
    await orStopped(queue.remove(parts.map(({ part }) => part)), interruption.signal);
    return judged.every(({ passed }) => passed) ? exitCodes.done : exitCodes.failed;
  } finally {
    watch.release();
    await queue.close();
  }
}

/** Adds up the results of all parts, each once. Says how many were taken, which are all where nobody stopped it. */
async function takeAll(
  queue: SweepQueue,
  parts: readonly { readonly index: number; readonly part: SweepPart }[],
  sums: readonly Sum[],
  stop: AbortSignal,
): Promise<number> {
  const progress = newProgress(parts.reduce((sum, { part }) => sum + part.job.count, 0));
  const failures = new Map<string, number>();
  /** Parts that are in the queue, and not taken from it yet. */
  let queued: typeof parts = [];
  let next = 0;
  let taken = 0;
  try {
    while (taken < parts.length && !stop.aborted) {
      const more = parts.slice(next, next + queuedMax - queued.length);
      next += more.length;
      const waiting = [...queued, ...more];
      const absent = queue.cameBack() ? waiting : more;
      if (absent.length > 0) await orStopped(queue.add(absent.map(({ part }) => part)), stop);
      const asked = queue.resultsOf(waiting.map(({ part }) => part));
      const results = (await orStopped(asked, stop)) ?? new Map<string, SweepResult>();
      const left: (typeof parts)[number][] = [];
      for (const one of waiting) {
        const result = results.get(one.part.id);
        if (result?.type === "done") {
          taken++;
          take(sums[one.index]!, result.packed, progress);
          continue;
        }
        if (result?.type === "failed")
          await orStopped(tryAgain(queue, one.part, result.message, failures), stop);
        left.push(one);
      }
      queued = left;
      if (left.length > 0)
        await realClock.until(realClock.nowMs() + lookEveryMs, stop).catch(() => {});
    }
    return taken;
  } finally {
    progress.clear();
  }
}

/** What was taken of a scenario so far. */
interface Sum {
  readonly tally: Explored["tally"];
  durationMs: number;
}

function take(sum: Sum, packed: string, progress: ReturnType<typeof newProgress>): void {
  const { tally, durationMs } = unpackWorked(packed);
  addPart(sum.tally, tally);
  sum.durationMs += durationMs;
  progress.trials(tally.seeds, failingIn(tally));
}

const failingIn = ({ strategies }: Sum["tally"]): number =>
  Object.values(strategies).reduce((sum, { failing }) => sum + failing, 0);

/** Another worker may have what this one lacks. */
async function tryAgain(
  queue: SweepQueue,
  part: SweepPart,
  message: string,
  failures: Map<string, number>,
): Promise<void> {
  const count = (failures.get(part.id) ?? 0) + 1;
  failures.set(part.id, count);
  const sentence = message.endsWith(".") ? message : `${message}.`;
  if (count >= failuresMax) {
    throw usageError(
      `The part of ${part.file} from seed ${part.job.first} on failed ${count} times: ${sentence} Give all workers the same checkout, then run the same command: it goes on from there.`,
    );
  }
  note(`A part of ${part.file} failed: ${sentence} It is tried again.`);
  await queue.retry(part);
}

/** What the queue says, or `null` once the sweep is stopped: while Redis is away it says nothing. */
async function orStopped<Value>(asked: Promise<Value>, stop: AbortSignal): Promise<Value | null> {
  const stopped = Promise.withResolvers<null>();
  const end = (): void => stopped.resolve(null);
  if (stop.aborted) end();
  stop.addEventListener("abort", end, { once: true });
  try {
    return await Promise.race([asked, stopped.promise]);
  } finally {
    stop.removeEventListener("abort", end);
    asked.catch(() => {});
  }
}
