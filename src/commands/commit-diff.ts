import { openRepository } from "../workspaces/repository.ts";

/** What commits change, by their hashes; those that are not there any more are left out. */
export async function commitDiffs(
  root: string,
  commits: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { git } = await openRepository({ repositoryRoot: root, environment: process.env });
  const diffs = new Map<string, string>();
  for (const commit of new Set(commits)) {
    const shown = await git.attempt([
      "show",
      "--format=",
      "--no-ext-diff",
      "--no-textconv",
      commit,
    ]);
    if (shown.exitCode === 0) diffs.set(commit, new TextDecoder().decode(shown.stdout));
  }
  return diffs;
}
