/** Ends this process where its code goes round for ever: no timer of its own would fire then. */
export interface Watchdog {
  /**
   * What goes on from now on has so long, and then `text` is written and the process is killed. Where others take the
   * processor, it has as much of the processor's time. `early` has a text for before that, written where the
   * processor was used until then.
   */
  watch(
    limitMs: number,
    text: string,
    early?: { readonly afterMs: number; readonly text: string },
  ): void;
  release(): void;
}

/** Who uses less of the processor than this waits for something, and is not kept from it by others. */
export const idleShare = 0.01;

/** The code of the thread: plain JavaScript without imports of ours, so that one file alone can start it, too. */
const code = `
import { writeSync } from "node:fs";
const usedMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
let timer;
const write = (text) => {
  try { writeSync(2, text); } catch {}
};
self.onmessage = ({ data: { limitMs, text, early } }) => {
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
    process.kill(process.pid, "SIGKILL");
  }, everyMs);
};`;

export function newWatchdog(): Watchdog {
  const url = URL.createObjectURL(new Blob([code], { type: "application/javascript" }));
  const thread = new Worker(url, { type: "module" });
  thread.unref();
  return {
    watch(limitMs, text, early) {
      thread.postMessage({ limitMs, text, early });
    },
    release() {
      thread.terminate();
      URL.revokeObjectURL(url);
    },
  };
}
