import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { type Git, readablePath } from "./git.ts";
import { isReserved } from "./reserved.ts";
import type { Place } from "./snapshot.ts";

/** What the ignore lists cover in a folder; a folder that is covered whole is one path with a slash. */
export async function listIgnored(git: Git, place: Place, signal: AbortSignal): Promise<string[]> {
  const words = ["--others", "--ignored", "--exclude-standard", "--directory"];
  const listed = await git.runRaw(["ls-files", "-z", ...words], { signal, workTree: place });
  return listed
    .split("\0")
    .filter((path) => path !== "")
    .map(readablePath)
    .filter((path) => !isReserved(path));
}

/** Those of some files that are there and among what the ignore lists keep out. */
export async function amongIgnored(
  place: Place,
  paths: readonly string[],
  ignored: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const isIgnored = ignored.some((one) =>
      one.endsWith("/") ? path.startsWith(one) : path === one,
    );
    if (!isIgnored || isReserved(path)) continue;
    const entry = await lstat(join(place.directory, path)).catch(() => null);
    if (entry !== null && !entry.isDirectory()) found.push(path);
  }
  return found;
}
