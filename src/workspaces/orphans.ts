import { readdirSync, readFileSync } from "node:fs";
import type { Clock } from "../ports.ts";

/** Marks every command of a run in its environment, which what the command starts inherits. */
export function runMarks(run: { readonly runId: string; readonly repositoryRoot: string }) {
  return { REHEARSAL_RUN: run.runId, REHEARSAL_REPOSITORY: run.repositoryRoot };
}

export type RunMarks = ReturnType<typeof runMarks>;

const lookEveryMs = 20;
const looksMax = 150;

/**
 * Ends what commands of a run have left running: of a process that was killed, the commands themselves. Resolves once
 * they are gone, so that the trees can be used again.
 */
export async function endOrphans(marks: RunMarks, clock: Clock): Promise<void> {
  const { signal } = new AbortController();
  for (let looks = 0; looks < looksMax; looks++) {
    if (killOrphans(marks) === 0) return;
    await clock.until(clock.nowMs() + lookEveryMs, signal);
  }
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
}

/** Kills what bears the marks, what is in one process group with it, and what it has started; answers how many. */
export function killOrphans(marks: RunMarks): number {
  const processes = listProcesses();
  const wanted = Object.entries(marks).map(([name, value]) => `\0${name}=${value}\0`);
  const found = new Set(
    processes.filter(({ pid }) => pid !== process.pid && bears(pid, wanted)).map(({ pid }) => pid),
  );
  if (found.size === 0) return 0;
  const groups = new Set(processes.filter(({ pid }) => found.has(pid)).map(({ group }) => group));
  const own = processes.find(({ pid }) => pid === process.pid)?.group;
  for (const { pid, group } of processes) if (group !== own && groups.has(group)) found.add(pid);
  // A parent may be listed after its child.
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const { pid, parent } of processes) if (found.has(parent)) found.add(pid);
  }
  found.delete(process.pid);
  for (const pid of found) kill(pid);
  return found.size;
}

/** Only Linux tells; elsewhere there are none. What has ended and was not yet waited for is left out. */
function listProcesses(): readonly Process[] {
  return names("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    // The name of the program, in parentheses, may hold anything.
    const [state, parent, group] = text(`/proc/${name}/stat`)
      .replace(/^.*\) /s, "")
      .split(" ");
    if (group === undefined || state === "Z" || state === "X") return [];
    return [{ pid: Number(name), parent: Number(parent), group: Number(group) }];
  });
}

function bears(pid: number, wanted: readonly string[]): boolean {
  const environment = `\0${text(`/proc/${pid}/environ`)}`;
  return wanted.every((mark) => environment.includes(mark));
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function text(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
