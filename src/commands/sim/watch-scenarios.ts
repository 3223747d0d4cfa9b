import { relative } from "node:path";
import { realClock } from "../../clock/real-clock.ts";
import { countText } from "../../core/words/count-text.ts";
import { scenarioFilesIn } from "../../sim/load-scenario.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { note } from "../output.ts";
import { ownCommand } from "../own-command.ts";
import { onInterrupt } from "../signals.ts";
import { changedFile, stampsOf, withImports } from "./watched-files.ts";

/** How often the files are looked at. Looking, unlike being told, works on every file system and with every editor. */
const lookEveryMs = 250;

/**
 * Runs `rehearsal sim` with these arguments, and again whenever a scenario, or a file that one imports, changes,
 * appears or goes; each time in a process of its own, as the runtime keeps modules. A rehearsal that is under way
 * is given up: it is of files that are no more. Ends at Ctrl-C.
 */
export async function watchScenarios(
  paths: readonly string[],
  args: readonly string[],
): Promise<ExitCode> {
  const command = ownCommand(args.filter((word) => word !== "--watch"));
  const ending = new AbortController();
  let child: Bun.Subprocess | null = null;
  const watch = onInterrupt({ letGo: () => ending.abort(), killAll: () => child?.kill("SIGKILL") });
  while (!ending.signal.aborted) {
    const stamps = stampsOf(withImports(await scenarioFilesIn(paths)));
    child = Bun.spawn([...command], { stdio: ["ignore", "inherit", "inherit"] });
    void child.exited.then(() => {
      if (!ending.signal.aborted) note(watchingText(stamps.size));
    });
    const changed = await nextChange(paths, stamps, ending.signal);
    child.kill("SIGINT");
    await child.exited;
    if (changed !== null) note(`\n${relative(process.cwd(), changed)} changed.\n`);
  }
  watch.release();
  return exitCodes.interrupted;
}

const watchingText = (files: number): string =>
  files === 0
    ? "Waiting for a *.scenario.ts to appear; Ctrl-C ends."
    : `Watching ${countText(files, "file")}; Ctrl-C ends.`;

/** The file whose change was seen first; `null` where it ended before. */
async function nextChange(
  paths: readonly string[],
  before: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<string | null> {
  while (!signal.aborted) {
    const files = new Set([...before.keys(), ...(await scenarioFilesIn(paths))]);
    const changed = changedFile(before, stampsOf([...files]));
    if (changed !== null) return changed;
    await realClock.until(realClock.nowMs() + lookEveryMs, signal).catch(() => {});
  }
  return null;
}
