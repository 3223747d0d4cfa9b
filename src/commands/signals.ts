import { realClock } from "../clock/real-clock.ts";
import { eventLoopTurn } from "../clock/event-loop-turn.ts";
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
  /** `atMs`: when the process was free to hear of another; `null`: not yet. */
  let first: { readonly signal: string; atMs: number | null } | null = null;
  const isEcho = (signal: string): boolean =>
    signal === first?.signal && (first.atMs === null || realClock.nowMs() - first.atMs < echoMs);
  const receive = (signal: string) => {
    if (first === null) {
      const heard = { signal, atMs: null as number | null };
      first = heard;
      void eventLoopTurn().then(() => (heard.atMs = realClock.nowMs()));
      return letGo();
    }
    if (isEcho(signal)) return;
    killAll();
    process.exit(exitCodes.interrupted);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, receive);
  return {
    release() {
      // After an interruption the process is about to end, and an echo must not end it before its reports are out.
      if (first !== null) return;
      for (const signal of signals) process.off(signal, receive);
    },
  };
}
