import { progressLine } from "../../reports/sim/scenario-line.ts";

/** A line on stderr that says how many trials are done. Writes nothing where stderr is no terminal. */
export interface Progress {
  readonly trial: (failed: boolean) => void;
  clear(): void;
}

/** The line is written anew after this many trials. */
const every = 5;

export function newProgress(total: number): Progress {
  let done = 0;
  let failed = 0;
  let isShown = false;
  const isTerminal = process.stderr.isTTY === true && total > 1;
  return {
    trial(hasFailed) {
      done++;
      if (hasFailed) failed++;
      if (!isTerminal || done % every !== 0) return;
      process.stderr.write(`\r\x1b[2K${progressLine(done, total, failed)}`);
      isShown = true;
    },
    clear() {
      if (isShown) process.stderr.write("\r\x1b[2K");
      isShown = false;
    },
  };
}
