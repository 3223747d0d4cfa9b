import { Script } from "node:vm";

/** Where the script below finds what it is to call: a script sees what is global, and nothing else. */
const place = Symbol.for("rehearsal.within-time");
const script = new Script(`globalThis[Symbol.for("rehearsal.within-time")]()`);

/**
 * Calls a function that somebody else wrote, and throws where it does not return in time: one that goes round for
 * ever would hold the whole process, without a word. It throws as well where the function would end the process, and
 * with it all that was found so far. What it throws itself is passed on.
 * @example
 * withinTime(10_000, () => test(run))
 */
export function withinTime<Value>(limitMs: number, work: () => Value): Value {
  const global = globalThis as { [place]?: () => Value };
  const outer = global[place];
  const exits = exitNames.map(
    (name) => [name, Object.getOwnPropertyDescriptor(process, name)!] as const,
  );
  global[place] = work;
  for (const [name, exit] of exits)
    Object.defineProperty(process, name, { ...exit, value: refuser(name) });
  try {
    return script.runInThisContext({ timeout: limitMs }) as Value;
  } catch (error) {
    throw isTimeout(error) ? new Error(`it did not return within ${limitMs / 1000} s`) : error;
  } finally {
    for (const [name, exit] of exits) Object.defineProperty(process, name, exit);
    if (outer === undefined) delete global[place];
    else global[place] = outer;
  }
}

/** The second ends the process in silence, as if all were well where its code is 0. */
const exitNames = ["exit", "reallyExit"] as const;

const refuser =
  (name: string) =>
  (code?: unknown): never => {
    const call = `process.${name}(${code === undefined ? "" : String(code)})`;
    throw new Error(`it called ${call}: return false, or throw, where something is wrong`);
  };

function isTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
