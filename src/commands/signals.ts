import { exitCodes } from "./exit-code.ts";

/** Ctrl-C, a polite kill, a terminal that was closed. */
export interface Interruption {
  /** The first asks to let go, which may take a while. */
  readonly letGo: () => void;
  /** The second does not wait any longer: kills what would outlive the process, which exits then. */
  readonly killAll: () => void;
}

export function onInterrupt({ letGo, killAll }: Interruption): { readonly release: () => void } {
  let isAsked = false;
  const receive = () => {
    if (isAsked) {
      killAll();
      process.exit(exitCodes.interrupted);
    }
    isAsked = true;
    letGo();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, receive);
  return {
    release() {
      for (const signal of signals) process.off(signal, receive);
    },
  };
}
