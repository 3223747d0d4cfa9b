import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** Where the worktrees of a repository's runs are: in the user's cache, outside of the repository. */
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
