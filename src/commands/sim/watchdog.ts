/** Ends this process where its code goes round for ever: no timer of its own would fire then. */
export interface Watchdog {
  /** What goes on from now on has so long, and then `text` is written and the process is killed. */
  watch(limitMs: number, text: string): void;
  release(): void;
}

/** The code of the thread: plain JavaScript without imports of ours, so that one file alone can start it, too. */
const code = `
import { writeSync } from "node:fs";
let timer;
self.onmessage = ({ data: { limitMs, text } }) => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    try { writeSync(2, text); } catch {}
    process.kill(process.pid, "SIGKILL");
  }, limitMs);
};`;

export function newWatchdog(): Watchdog {
  const url = URL.createObjectURL(new Blob([code], { type: "application/javascript" }));
  const thread = new Worker(url, { type: "module" });
  thread.unref();
  return {
    watch(limitMs, text) {
      thread.postMessage({ limitMs, text });
    },
    release() {
      thread.terminate();
      URL.revokeObjectURL(url);
    },
  };
}
