import { relative } from "node:path";
import { realClock } from "../../clock/real-clock.ts";
import type { Rehearsable } from "../../sim/dsl/purpose.ts";
import { loadRehearsable, type Loading } from "../../sim/load-scenario.ts";
import { keepStdout } from "../../terminal/own-stdout.ts";
import { exitCodes } from "../exit-code.ts";
import { note } from "../output.ts";
import { tellExit } from "./unwanted-exit.ts";
import { idleShare, newWatchdog } from "./watchdog.ts";

/** How long the code of scenario files may take to load. */
const loadingMs = 20_000;

/** For so long it is seen whether anything is still done. */
const lookMs = 2_000;
/** By then, what only waits was told of in its own words. */
const graceMs = lookMs + 3_000;

const fromHere = (file: string): string => relative(process.cwd(), file);

const endlessText = (file: string): string =>
  `${fromHere(file)} was still loading after ${loadingMs / 1000} s, so nothing was rehearsed. Look for a loop at its top, or in what it imports, that never ends. The process ends.\n`;

/** Until the time is up, and by then nothing is done: where others take the processor, loading takes longer. */
async function untilItOnlyWaits(stop: AbortSignal): Promise<void> {
  await realClock.until(realClock.nowMs() + loadingMs, stop);
  for (;;) {
    const before = process.cpuUsage();
    await realClock.until(realClock.nowMs() + lookMs, stop);
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1000 < lookMs * idleShare) return;
  }
}

/**
 * Loads scenarios, and says so where their code does not let us: where it ends the process, or never comes to its
 * end. Otherwise a build would be green, or would stand still, without a word.
 */
export async function loadWatched(paths: readonly string[]): Promise<Loading<Rehearsable>> {
  keepStdout();
  let current = paths.join(", ");
  const ending = tellExit(
    () =>
      `${fromHere(current)} ended the process while it was loaded, so nothing was rehearsed. Take the exit out of it.`,
  );
  const limit = new AbortController();
  const tooLong = untilItOnlyWaits(limit.signal).then(
    () => {
      note(
        `${fromHere(current)} was still loading after ${loadingMs / 1000} s, so nothing was rehearsed. Look for an await at its top that never ends.`,
      );
      ending.release();
      process.exit(exitCodes.usage);
    },
    () => {},
  );
  const watchdog = newWatchdog();
  try {
    return await loadRehearsable(paths, process.cwd(), (file) => {
      current = file;
      watchdog.watch(loadingMs + graceMs, { text: endlessText(file), exitCode: exitCodes.usage });
    });
  } finally {
    watchdog.release();
    ending.release();
    limit.abort();
    await tooLong;
  }
}
