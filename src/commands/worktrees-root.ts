import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { RunId } from "../core/ids.ts";
import { readTreesNote } from "../store/trees-note.ts";
import { asideFolderOf } from "../workspaces/kept/set-aside.ts";
import { pathName } from "../workspaces/ref-names.ts";

/**
 * Where the worktrees of a run are: where they were made, as long as they are there, also where the repository or the
 * cache has moved since; else where new ones would be.
 */
export function worktreesRootOf(repositoryRoot: string, runId: RunId): string {
  const noted = readTreesNote(repositoryRoot, runId)?.worktreesRoot;
  const folder = join(noted ?? "", pathName(runId));
  return noted !== undefined && [folder, asideFolderOf(folder)].some(existsSync)
    ? noted
    : worktreesRoot(repositoryRoot, process.env);
}

/** Where the worktrees of a repository's new runs are: in the user's cache, outside of the repository. */
export function worktreesRoot(
  repositoryRoot: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const { XDG_CACHE_HOME: configured, HOME: home } = environment;
  // The XDG specification: a relative path there is to be ignored.
  const cache =
    configured !== undefined && isAbsolute(configured)
      ? configured
      : join(home === undefined || home === "" ? homedir() : home, ".cache");
  const hash = createHash("sha256").update(repositoryRoot).digest("hex").slice(0, 16);
  return join(cache, "rehearsal", "worktrees", hash);
}
