import { fileURLToPath } from "node:url";

/** Where our own code stands: the sources, what the package is built into, or the single file. */
const ownFolder = fileURLToPath(new URL("..", import.meta.url));

/** What was thrown, and where in the user's own code: a stack of our own frames and of packages' says little. */
export function errorWithPlace(error: unknown): string {
  if (!(error instanceof Error)) return `what is no error: ${String(error)}`;
  const text = `${error.name}: ${error.message}`;
  const frame = ownFrame(error.stack ?? "");
  const cause =
    error.cause instanceof Error ? `\n  caused by ${error.cause.name}: ${error.cause.message}` : "";
  return `${text}${frame === null ? "" : `\n  ${frame}`}${cause}`;
}

function ownFrame(stack: string): string | null {
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  const own = frames.find(
    (line) => /[\\/]/.test(line) && !/node_modules|node:/.test(line) && !line.includes(ownFolder),
  );
  return own?.trim() ?? null;
}
