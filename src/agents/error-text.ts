import { fileURLToPath } from "node:url";

/** Where our own code stands: the sources, what the package is built into, or the single file. */
const ownFolder = fileURLToPath(new URL("..", import.meta.url));

/** What was thrown, where in the user's own code, and why: frameworks wrap what went wrong in errors that say little. */
export function errorWithPlace(error: unknown): string {
  if (!(error instanceof Error)) return `what is no error: ${String(error)}`;
  const frame = ownFrame(error.stack ?? "");
  const place = frame === null ? "" : `\n  ${frame}`;
  return `${nameOf(error)}${place}${causesOf(error)
    .map((cause) => `\n  caused by ${cause}`)
    .join("")}`;
}

const nameOf = ({ name, message }: Error): string => `${name}: ${message}`;

/** An error may be its own cause, and somebody's chain may be endless. */
const causesMax = 8;

/** What lies behind an error, by `cause` and by the `errors` of an aggregate, the outermost first. */
function causesOf(error: Error): readonly string[] {
  const known = new Set<unknown>([error]);
  // What is found is looked into in turn: the list grows while it is gone through.
  for (const outer of known) {
    const inner: unknown = Reflect.get(outer as object, "errors");
    for (const cause of [
      (outer as Error).cause,
      ...(Array.isArray(inner) ? (inner as unknown[]) : []),
    ])
      if (cause instanceof Error && known.size <= causesMax) known.add(cause);
  }
  return [...known].slice(1).map((cause) => nameOf(cause as Error));
}

/** Where something was begun that is not ours: in the user's own code, or else in a package. */
export const placeOf = ({ stack = "" }: Error): string | null =>
  ownFrame(stack) ?? framesOf(stack).find(isForeign)?.trim() ?? null;

const framesOf = (stack: string): readonly string[] =>
  stack.split("\n").filter((line) => /^\s+at /.test(line));

const isForeign = (line: string): boolean =>
  /[\\/]/.test(line) && !line.includes("node:") && !line.includes(ownFolder);

const ownFrame = (stack: string): string | null =>
  framesOf(stack)
    .find((line) => isForeign(line) && !line.includes("node_modules"))
    ?.trim() ?? null;
