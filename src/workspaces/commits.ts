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

  return {
    async write({ tree, parents, message }, signal) {
      const args = ["commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent]), "-F", "-"];
      return (await git.run(args, { signal, input: message, settings: identity })).trim();
    },
    async isSame(commit, content, signal) {
      const shown = await git.run(["log", "-1", "--format=%P%x00%T%x00%B", commit], { signal });
      const [parents, tree, message = ""] = shown.split("\0");
      return (
        parents === content.parents.join(" ") &&
        tree === content.tree &&
        message.trim() === content.message.trim()
      );
    },
  };
}
