import { Console } from "node:console";
import { createRequire } from "node:module";

type Write = typeof process.stdout.write;
type Anything = (...args: never[]) => unknown;

const shared = Symbol.for("rehearsal.own-stdout");

/** Writes what is ours to stdout, whoever else's prints go elsewhere. */
export const writeOwn: Write = ((...given: Parameters<Write>) => {
  const kept = Reflect.get(process.stdout, shared) as Write | undefined;
  return (kept ?? process.stdout.write).apply(process.stdout, given);
}) as Write;

/**
 * From here on what other code prints in this process or thread (scenario files, agents, their frameworks) goes to
 * stderr: stdout holds our report alone, which a program may read. Before that code is loaded.
 */
export function keepStdout(): void {
  if (Reflect.has(process.stdout, shared)) return;
  Reflect.defineProperty(process.stdout, shared, { value: process.stdout.write });
  process.stdout.write = ((...given: Parameters<Write>) => process.stderr.write(...given)) as Write;
  keepConsole();
  keepDescriptors();
}

function keepConsole(): void {
  const { stderr } = process;
  const other = new Console({ stdout: stderr, stderr });
  const { console: global } = globalThis;
  for (const name of Object.keys(global)) {
    const method: unknown = Reflect.get(other, name);
    if (typeof method === "function") Reflect.set(global, name, method.bind(other));
  }
}

/** Ways that go past the stream, such as those of loggers. */
function keepDescriptors(): void {
  const files = createRequire(import.meta.url)("node:fs") as object;
  for (const name of ["write", "writeSync", "writev", "writevSync"]) {
    const real = Reflect.get(files, name) as Anything;
    const kept = (to: unknown, ...rest: unknown[]): unknown =>
      real.apply(files, [to === 1 ? 2 : to, ...rest] as never[]);
    Reflect.set(files, name, Object.assign(kept, real));
  }
  Reflect.defineProperty(Bun, "stdout", { value: Bun.stderr });
}
