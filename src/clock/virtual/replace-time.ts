import { syncBuiltinESMExports } from "node:module";
import { replaceChance } from "./virtual-chance.ts";
import { replaceDates } from "./virtual-date.ts";
import { guardCallbacks } from "./guarded-callbacks.ts";
import { keepMessageContexts } from "./message-contexts.ts";
import { replaceWaits } from "./virtual-waits.ts";

const mark = Symbol.for("rehearsal.virtual-time");

/**
 * From here on time and chance are a simulation's for the code that runs inside of one (`runInside`), and the
 * machine's own for all other code of the process. Once a process or thread, before the code is loaded that is to run
 * inside: what took `setTimeout` out of its module earlier keeps the real one. `others` are replaced along with them.
 */
export function replaceTime(others: () => void): void {
  if (Reflect.has(globalThis, mark)) return;
  Reflect.defineProperty(globalThis, mark, { value: true });
  replaceWaits();
  guardCallbacks();
  keepMessageContexts();
  replaceDates();
  replaceChance();
  others();
  // Named imports of Node's own modules follow; Bun's don't, and take what is global when they are loaded.
  syncBuiltinESMExports();
}
