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

/** Those of some files that are there and that the ignore lists keep out. */
export async function amongIgnored(
  git: Git,
  place: Place,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const there: string[] = [];
  for (const path of paths) {
    const entry = await lstat(join(place.directory, path)).catch(() => null);
    if (entry !== null && !entry.isDirectory() && !isReserved(path)) there.push(path);
  }
  if (there.length === 0) return [];
  const args = ["check-ignore", "-z", "--stdin"];
  const input = there.map((path) => `${path}\0`).join("");
  const result = await git.attempt(args, { signal, workTree: place, input });
  return new TextDecoder()
    .decode(result.stdout)
    .split("\0")
    .filter((path) => path !== "");
}
