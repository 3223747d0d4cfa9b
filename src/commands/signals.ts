import { realClock } from "../clock/real-clock.ts";
import { exitCodes } from "./exit-code.ts";

/** What to do on an interruption: Ctrl-C, SIGTERM, or a terminal that was closed. */
export interface Interruption {
  /** On the first signal: ends the work in order, which may take a while. */
  readonly letGo: () => void;
  /** On the second signal: kills the children. The process exits right after. */
  readonly killAll: () => void;
}

/**
 * A second signal within this time is the first one again: on Ctrl-C the terminal signals every process of the
 * foreground group, and a runner such as `bun run` or `timeout` passes the signal on besides.
 */
export const echoMs = 100;

export function onInterrupt({ letGo, killAll }: Interruption): { readonly release: () => void } {
  let first: { readonly signal: string; readonly atMs: number } | null = null;
  const receive = (signal: string) => {
    if (first === null) {
      first = { signal, atMs: realClock.nowMs() };
      return letGo();
    }
    if (signal === first.signal && realClock.nowMs() - first.atMs < echoMs) return;
    killAll();
    process.exit(exitCodes.interrupted);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, receive);
  return {
    release() {
      for (const signal of signals) process.off(signal, receive);
    },
  };
}
