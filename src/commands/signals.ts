import { realClock } from "../clock/real-clock.ts";
import { exitCodes } from "./exit-code.ts";

/** Ctrl-C, a polite kill, a terminal that was closed. */
export interface Interruption {
  /** The first asks to let go, which may take a while. */
  readonly letGo: () => void;
  /** The second does not wait any longer: kills what would outlive the process, which exits then. */
  readonly killAll: () => void;
}

/**
 * One Ctrl-C can come twice: the terminal sends it to all processes in front of it, and a runner such as
 * `bun run` or `timeout` passes it on.
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
