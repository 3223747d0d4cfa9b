import { AsyncLocalStorage } from "node:async_hooks";

/** What a simulation gives to code that knows nothing of it, instead of the machine's own. */
export interface Inside {
  /** When it began, and what time it is in it; since 1970. */
  readonly startMs: number;
  nowMs(): number;
  /** From 0 (included) to 1 (excluded). */
  random(): number;
  /** The same for ids and keys: a sequence of its own, so that one id more or less moves no delay that is drawn. */
  cryptoRandom(): number;
  /** Calls back once `delayMs` has passed; what is returned takes it back. */
  after(timer: WaitingTimer): () => void;
  /** Something was thrown where nobody could catch it. */
  uncaught(error: unknown): void;
  /** Met what goes on in real time, whatever the simulation does: a process, a thread. */
  notSimulated(what: string): void;
  /** The error for a try to reach another machine, which is reported. */
  unreachable(address: string): Error;
  /** The error for a try to end the whole process, which is reported. */
  exits(code: unknown): Error;
  readonly fetch: typeof fetch;
}

export interface WaitingTimer {
  /** As reports name it: `setTimeout 250 ms`. */
  readonly name: string;
  readonly delayMs: number;
  /** Where it was started, where that is kept. */
  readonly begun: Error | null;
  /** Nobody minds if it is left over: it keeps no process alive. */
  readonly isLoose: () => boolean;
  readonly callback: () => void;
}

const shared = Symbol.for("rehearsal.inside");

/** One a process, also where two copies of this package are loaded: what is global is replaced once. */
const storage: AsyncLocalStorage<Inside | null> =
  (Reflect.get(globalThis, shared) as AsyncLocalStorage<Inside | null> | undefined) ?? share();

function share(): AsyncLocalStorage<Inside | null> {
  const made = new AsyncLocalStorage<Inside | null>();
  Reflect.defineProperty(globalThis, shared, { value: made });
  return made;
}

/** The simulation that the running code belongs to, through every await and callback; `null` outside of any. */
export const insideOf = (): Inside | null => storage.getStore() ?? null;

/** When every simulation begins: 2030-01-01T00:00:00Z. */
export const beginningMs = 1_893_456_000_000;

/** Chance, and what time of day it is. */
export type Given = Pick<Inside, "nowMs" | "random" | "cryptoRandom">;

const loading: { given: Given | null } = { given: null };

/** What the running code's simulation gives, or what is given to code that is being loaded; `null`: the machine's own. */
export const givenNow = (): Given | null => insideOf() ?? loading.given;

/** Loads code, to which all in this process is given until it is loaded: a module's own code runs outside of any context. */
export async function loadGiven<Module>(
  given: Given,
  load: () => Promise<Module>,
): Promise<Module> {
  loading.given = given;
  try {
    return await load();
  } finally {
    loading.given = null;
  }
}

/** Runs code inside of a simulation. */
export const runInside = <Result>(inside: Inside, work: () => Result): Result =>
  storage.run(inside, work);

/** Runs code outside of the simulation that it was called in: its timers are the machine's. */
export const runOutside = <Result>(work: () => Result): Result => storage.run(null, work);
