import type { Clock, ToolOutcome } from "../../ports.ts";
import { cappedText } from "./capped-text.ts";
import { type ProcessGroups, signalGroup } from "./process-groups.ts";

/** How long after SIGTERM a group is killed. */
const graceMs = 500;
/** How long to read on after the shell has ended: a child that left its group may keep the output open. */
const drainMs = 250;

export interface ShellCommand {
  readonly command: string;
  readonly directory: string;
  /** Whole, as the command gets it. */
  readonly environment: Readonly<Record<string, string>>;
  /** A program with its arguments that confines the command and then executes it. */
  readonly prefix: readonly string[];
  readonly clock: Clock;
  /** The groups that are killed if this process exits; the command's is among them while it runs. */
  readonly groups: ProcessGroups;
  readonly signal: AbortSignal;
}

export interface ShellResult {
  /** `null` where a signal ended the shell. */
  readonly exitCode: number | null;
  /** Standard output and error as they came, without control sequences; head and tail where it is long. */
  readonly output: string;
  /** Ended by the abort of its signal. */
  readonly stopped: boolean;
}

/**
 * Runs one command line in a fresh `/bin/bash -c`: a process group of its own, nothing on standard input,
 * an environment of its own. What it left running in its group is killed when it ends, so that nothing
 * outlives the call that was approved; a child that made itself a new session lives on until the run ends.
 */
export async function runShell(shell: ShellCommand): Promise<ShellResult> {
  shell.signal.throwIfAborted();
  const child = Bun.spawn(
    // The outer shell joins both outputs in one pipe and is then replaced by the one that was asked for.
    [...shell.prefix, "/bin/bash", "-c", 'exec /bin/bash -c "$1" 2>&1', "bash", shell.command],
    {
      cwd: shell.directory,
      env: shell.environment,
      stdin: "ignore",
      stdout: "pipe",
      stderr: "ignore",
      detached: true,
    },
  );
  const leave = shell.groups.add(child.pid);
  const ended = new AbortController();
  const stop = () => {
    signalGroup(child.pid, "SIGTERM");
    void pause(shell.clock, graceMs, ended.signal).then(() => signalGroup(child.pid, "SIGKILL"));
  };
  shell.signal.addEventListener("abort", stop, { once: true });
  try {
    const reader = child.stdout.getReader();
    const output = cappedText();
    const reading = readAll(reader, output);
    await child.exited;
    signalGroup(child.pid, "SIGKILL");
    leave();
    await Promise.race([reading, pause(shell.clock, drainMs, ended.signal)]);
    await reader.cancel();
    const exitCode = child.signalCode === null ? child.exitCode : null;
    return { exitCode, output: output.text(), stopped: shell.signal.aborted };
  } finally {
    leave();
    shell.signal.removeEventListener("abort", stop);
    ended.abort();
  }
}

/** The outcome of a command, as text for the model. */
export function shellOutcome(result: ShellResult): ToolOutcome {
  if (result.exitCode === 0 && !result.stopped)
    return { text: result.output === "" ? "(no output)" : result.output, isError: false };
  const end = result.stopped
    ? "The command was stopped before it ended."
    : result.exitCode === null
      ? "The command was killed by a signal."
      : `Exit code ${result.exitCode}.`;
  const output = result.output.replace(/\n$/, "");
  return { text: output === "" ? end : `${output}\n${end}`, isError: true };
}

/** A check's result. The output of one that failed says how it ended, because it may have printed nothing. */
export function checkOutcome(result: ShellResult): {
  readonly passed: boolean;
  readonly output: string;
} {
  const { isError, text } = shellOutcome(result);
  return { passed: !isError, output: isError ? text : result.output };
}

async function readAll(
  reader: { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }> },
  output: { add(text: string): void },
): Promise<void> {
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done || value === undefined) break;
    output.add(decoder.decode(value, { stream: true }));
  }
  output.add(decoder.decode());
}

/** Resolves after `delayMs`; never where `ended` is aborted first. */
function pause(clock: Clock, delayMs: number, ended: AbortSignal): Promise<void> {
  return clock
    .until(clock.nowMs() + delayMs, ended)
    .catch(() => new Promise<never>(() => undefined));
}
