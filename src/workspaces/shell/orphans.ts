import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../ports.ts";

const runMark = "REHEARSAL_RUN";
const repositoryMark = "REHEARSAL_REPOSITORY";

/** Marks every command of a run in its environment, which what the command starts inherits. */
export function runMarks(run: { readonly runId: string; readonly repositoryRoot: string }) {
  return { [runMark]: run.runId, [repositoryMark]: run.repositoryRoot };
}

export type RunMarks = ReturnType<typeof runMarks>;

/** Whether a process is of the run. One whose repository has moved away since is; one of a copy's run of that id is not. */
function bears(
  marks: RunMarks,
  found: { readonly run: string | undefined; readonly repository: string | undefined },
): boolean {
  if (found.run !== marks[runMark] || found.repository === undefined) return false;
  return found.repository === marks[repositoryMark] || !existsSync(join(found.repository, ".git"));
}

const lookEveryMs = 20;
const looksMax = 250;

/**
 * Ends processes that commands of a run left running, and, where rehearsal itself was killed, the commands. Resolves once
 * they are gone, so that the trees can be used again. Some systems list a killed process for seconds more; for as long as
 * that takes, within the looks, it is waited for, so that whoever looks finds none.
 */
export async function endOrphans(marks: RunMarks, clock: Clock): Promise<void> {
  const { signal } = new AbortController();
  const killed = new Set<number>();
  for (let looks = 0; looks < looksMax; looks++) {
    const found = killOrphans(marks);
    for (const pid of found) killed.add(pid);
    // While a process becomes another program its environment reads as empty, so one look that finds nothing is not enough.
    if (looks > 0 && found.length === 0 && ![...killed].some(isListed)) return;
    await clock.until(clock.nowMs() + lookEveryMs, signal);
  }
}

function isListed(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Whether the marks are in its environment. */
  readonly isMarked: boolean;
}

/** Kills the processes with the run's marks, their process groups and their children; returns those that it killed. */
export function killOrphans(marks: RunMarks): readonly number[] {
  const processes = listProcesses(marks);
  const found = new Set(
    processes.filter(({ pid, isMarked }) => isMarked && pid !== process.pid).map(({ pid }) => pid),
  );
  if (found.size === 0) return [];
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
  return [...found];
}

/** Zombies are left out. */
function listProcesses(marks: RunMarks): readonly Process[] {
  return process.platform === "darwin"
    ? processesFrom(psText(["-A", "-E", "-ww"]), marks)
    : listFromProc(marks);
}

function listFromProc(marks: RunMarks): readonly Process[] {
  return names("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    // The name of the program, in parentheses, may hold anything.
    const [state, parent, group] = text(`/proc/${name}/stat`)
      .replace(/^.*\) /s, "")
      .split(" ");
    if (group === undefined || state === "Z" || state === "X") return [];
    const environment = `\0${text(`/proc/${name}/environ`)}`;
    const [run, repository] = [runMark, repositoryMark].map(
      (mark) => environment.split(`\0${mark}=`)[1]?.split("\0")[0],
    );
    const isMarked = bears(marks, { run, repository });
    return [{ pid: Number(name), parent: Number(parent), group: Number(group), isMarked }];
  });
}

/** What `ps` says of each process, with its environment behind its command where the options ask for it. */
export function psText(options: readonly string[]): string {
  const format = ["-o", "pid=,ppid=,pgid=,stat=,command="];
  return Bun.spawnSync(["ps", ...options, ...format]).stdout.toString();
}

/** Reads such a line. Variables are separated by blanks, and values may hold blanks: one ends where the next name begins. */
export function processesFrom(listed: string, marks: RunMarks): readonly Process[] {
  return listed.split("\n").flatMap((line) => {
    const match = /^ *(\d+) +(\d+) +(\d+) +(\S+) (.*)$/.exec(line);
    if (match === null) return [];
    const [, pid, parent, group, state = "", rest = ""] = match;
    if (/^[ZX]/.test(state)) return [];
    const [run, repository] = [runMark, repositoryMark].map(
      (mark) => new RegExp(` ${mark}=(.*?)(?= \\w+=|$)`).exec(rest)?.[1],
    );
    const isMarked = bears(marks, { run, repository });
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), isMarked }];
  });
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
