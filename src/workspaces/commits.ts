import type { Git } from "./git.ts";

interface CommitContent {
  readonly tree: string;
  readonly parent: string;
  readonly message: string;
}

/** Writes commits into the object store; no ref moves. */
export interface Commits {
  write(content: CommitContent, signal: AbortSignal): Promise<string>;
  /** Whether a commit has exactly this content, whenever it was made. */
  isSame(commit: string, content: CommitContent, signal: AbortSignal): Promise<boolean>;
}

/** The author is the user where git knows a name and an address, else Rehearsal. */
export async function openCommits(git: Git): Promise<Commits> {
  const known = await Promise.all(
    ["user.name", "user.email"].map((key) => git.attempt(["config", "--get", key])),
  );
  const identity = known.every(({ exitCode }) => exitCode === 0)
    ? []
    : ["-c", "user.name=Rehearsal", "-c", "user.email=rehearsal@localhost"];

  return {
    async write({ tree, parent, message }, signal) {
      const args = [...identity, "commit-tree", tree, "-p", parent, "-F", "-"];
      return (await git.run(args, { signal, input: message })).trim();
    },
    async isSame(commit, content, signal) {
      const shown = await git.run(["log", "-1", "--format=%P%x00%T%x00%B", commit], { signal });
      const [parent, tree, message = ""] = shown.split("\0");
      return (
        parent === content.parent &&
        tree === content.tree &&
        message.trim() === content.message.trim()
      );
    },
  };
}
