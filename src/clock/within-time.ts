import { Script } from "node:vm";

/** Where the script below finds what it is to call: a script sees what is global, and nothing else. */
const place = Symbol.for("rehearsal.within-time");
const script = new Script(`globalThis[Symbol.for("rehearsal.within-time")]()`);

/**
 * Calls a function that somebody else wrote, and throws where it does not return in time: one that goes round for
 * ever would hold the whole process, without a word. What it throws itself is passed on.
 * @example
 * withinTime(10_000, () => test(run))
 */
export function withinTime<Value>(limitMs: number, work: () => Value): Value {
  const global = globalThis as { [place]?: () => Value };
  const outer = global[place];
  global[place] = work;
  try {
    return script.runInThisContext({ timeout: limitMs }) as Value;
  } catch (error) {
    throw isTimeout(error) ? new Error(`it did not return within ${limitMs / 1000} s`) : error;
  } finally {
    if (outer === undefined) delete global[place];
    else global[place] = outer;
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
