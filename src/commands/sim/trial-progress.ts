import { realClock } from "../../clock/real-clock.ts";
import { countText } from "../../core/words/count-text.ts";
import { paperOn } from "../terminal-paper.ts";
import { progressLine } from "../../reports/sim/scenario-line.ts";

/** A line on stderr that says how many trials are done. Writes nothing where stderr is no terminal. */
export interface Progress {
  readonly trial: (failed: boolean) => void;
  /** Many at once, of which some failed. */
  readonly trials: (count: number, failed: number) => void;
  /** What failed in the `nth` of so many scenarios is made smaller now, which takes up to a minute. */
  readonly explains: (nth: number, of: number) => void;
  clear(): void;
}

/** The line is written after the first trial, and anew after this many. */
const every = 5;
/** Of a row that wraps, or that a `^C` beside it makes wrap, only the last part is erased. */
const roomBeside = 3;

/** `forMs`: how long it goes on, where that is not known by a number of trials. */
export function newProgress(total: number, forMs: number | null = null): Progress {
  let done = 0;
  let failed = 0;
  let isShown = false;
  const isTerminal = process.stderr.isTTY === true && (total > 1 || forMs !== null);
  const beganAtMs = realClock.nowMs();

  function show(): void {
    const elapsedMs = realClock.nowMs() - beganAtMs;
    write(progressLine({ done, total, failures: failed, elapsedMs, forMs }));
  }
  function write(line: string): void {
    const paper = paperOn(process.stderr);
    process.stderr.write(`\r\x1b[2K${paper.fit(line, paper.columns() - roomBeside)}`);
    isShown = true;
  }

  return {
    trial(hasFailed) {
      done++;
      if (hasFailed) failed++;
      if (isTerminal && (done === 1 || done % every === 0)) show();
    },
    trials(count, failures) {
      done += count;
      failed += failures;
      if (isTerminal) show();
    },
    explains(nth, of) {
      if (!isTerminal) return;
      const which = of === 1 ? "" : `, ${nth} of ${countText(of, "scenario")}`;
      write(`Looking for the smallest schedule that fails${which}. Ctrl-C: as it was found.`);
    },
    clear() {
      if (isShown) process.stderr.write("\r\x1b[2K");
      isShown = false;
    },
  };
}
