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
  let first: { readonly signal: string; isLongAgo: boolean } | null = null;
  const receive = (signal: string) => {
    if (first === null) {
      const heard = { signal, isLongAgo: false };
      first = heard;
      void longAgo().then(() => (heard.isLongAgo = true));
      return letGo();
    }
    if (signal === first.signal && !first.isLongAgo) return;
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

/** Once the time is up and the process is free again: while it is busy it hears of no signal, however early that was sent. */
async function longAgo(): Promise<void> {
  await realClock.until(realClock.nowMs() + echoMs, new AbortController().signal);
  await eventLoopTurn();
}
