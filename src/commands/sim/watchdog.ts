import type { ExitCode } from "../exit-code.ts";

/** Ends this process where its code goes round for ever: no timer of its own would fire then. */
export interface Watchdog {
  /**
   * What goes on from now on has so long, and then `text` is written and the process ends with `exitCode`. Where others
   * take the processor, it has as much of the processor's time. `early` has a text for before that, written where the
   * processor was used until then.
   */
  watch(
    limitMs: number,
    end: {
      readonly text: string;
      readonly exitCode: ExitCode;
      readonly early?: { readonly afterMs: number; readonly text: string };
    },
  ): void;
  release(): void;
}

/** Who uses less of the processor than this waits for something, and is not kept from it by others. */
export const idleShare = 0.01;

/**
 * The code of the thread: plain JavaScript without imports of ours, so that one file alone can start it, too. From a thread
 * only the system's own call ends a process with a code; where it cannot be had, a signal does.
 */
const code = `
import { dlopen } from "bun:ffi";
import { writeSync } from "node:fs";
const exit = (code) => {
  try {
    const library = process.platform === "darwin" ? "libSystem.B.dylib" : "libc.so.6";
    dlopen(library, { _exit: { args: ["i32"], returns: "void" } }).symbols._exit(code);
  } catch {}
  process.kill(process.pid, "SIGKILL");
};
const usedMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
let timer;
const write = (text) => {
  try { writeSync(2, text); } catch {}
};
self.onmessage = ({ data: { limitMs, text, exitCode, early } }) => {
  clearInterval(timer);
  const [beganMs, beganUsedMs] = [performance.now(), usedMs()];
  const samples = [beganUsedMs];
  const everyMs = Math.min(1000, limitMs / 8);
  timer = setInterval(() => {
    const used = usedMs();
    samples.push(used);
    if (samples.length > 6) samples.shift();
    const passedMs = performance.now() - beganMs;
    if (early !== undefined && passedMs >= early.afterMs && used - beganUsedMs >= early.afterMs / 4) {
      write(early.text);
      early = undefined;
    }
    if (passedMs < limitMs) return;
    const isIdle = used - samples[0] < (samples.length - 1) * everyMs * ${idleShare};
    if (used - beganUsedMs < limitMs && !isIdle) return;
    write(text);
    exit(exitCode);
  }, everyMs);
};`;

export function newWatchdog(): Watchdog {
  const url = URL.createObjectURL(new Blob([code], { type: "application/javascript" }));
  const thread = new Worker(url, { type: "module" });
  thread.unref();
  return {
    watch(limitMs, end) {
      thread.postMessage({ limitMs, ...end });
    },
    release() {
      thread.terminate();
      URL.revokeObjectURL(url);
    },
  };
}
