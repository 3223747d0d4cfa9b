import type { Environment } from "./child-environment.ts";
import { type Git, stdoutText } from "./git.ts";

interface CommitContent {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
}

/** Writes commits into the object store; no ref moves. */
export interface Commits {
  write(content: CommitContent, signal: AbortSignal): Promise<string>;
  read(commit: string, signal: AbortSignal): Promise<CommitContent>;
  /** Whether a commit has exactly this content, whenever it was made. */
  isSame(commit: string, content: CommitContent, signal: AbortSignal): Promise<boolean>;
}

/** The author is whoever git knows, from its variables or its configuration; else Rehearsal. */
export async function openCommits(git: Git, environment: Environment): Promise<Commits> {
  const asked = ["config", "--name-only", "--get-regexp", "^user\\.(name|email)$"];
  const known = stdoutText(await git.attempt(asked)).split("\n");
  const hasEmail = known.includes("user.email") || (environment["EMAIL"] ?? "") !== "";
  // Git takes these only where nothing else says who somebody is.
  const identity = [
    ...(known.includes("user.name") ? [] : ["user.name=Rehearsal"]),
    ...(hasEmail ? [] : ["user.email=rehearsal@localhost"]),
  ];

  // A commit never changes, so git is asked once for each.
  const seen = new Map<string, CommitContent>();
  const read: Commits["read"] = async (commit, signal) => {
    const before = seen.get(commit);
    if (before !== undefined) return before;
    const shown = await git.run(["log", "-1", "--format=%P%x00%T%x00%B", commit], { signal });
    const [parents = "", tree = "", message = ""] = shown.split("\0");
    const ids = parents.split(" ").filter((id) => id !== "");
    const content = { tree, parents: ids, message: message.trim() };
    seen.set(commit, content);
    return content;
  };

  return {
    read,
    async write({ tree, parents, message }, signal) {
      const args = ["commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent]), "-F", "-"];
      const commit = (await git.run(args, { signal, input: message, settings: identity })).trim();
      seen.set(commit, { tree, parents, message: message.trim() });
      return commit;
    },
    async isSame(commit, content, signal) {
      const { parents, tree, message } = await read(commit, signal);
      return (
        parents.join(" ") === content.parents.join(" ") &&
        tree === content.tree &&
        message === content.message.trim()
      );
    },
  };
}
