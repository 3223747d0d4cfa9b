import { existsSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { statePlace } from "../store/state-place.ts";
import { usageError } from "./usage-error.ts";

/**
 * The repository's root, for commands that only read. Git, which takes a while to start, is asked only where the
 * nearest checkout has no folder for runs.
 */
export async function findRoot(directory: string): Promise<string> {
  const near = checkoutAround(resolve(directory));
  if (near !== null && existsSync(statePlace(near).directory)) return near;
  const { locateRepository } = await import("../workspaces/repository.ts");
  const located = await locateRepository(directory);
  if (!located.ok) throw usageError(located.message);
  return located.root;
}

/** The nearest folder, from here upwards, that holds a `.git`; `null` where there is none, or no such folder. */
export function checkoutAround(directory: string): string | null {
  if (!existsSync(directory)) return null;
  const from = realpathSync(directory);
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (dirname(folder) === folder) return null;
  }
}
