import { realClock } from "../../src/clock/real-clock.ts";
import { openWorktreeWorkspace, type WorktreeOptions } from "../../src/workspaces/worktree.ts";
import { type GitRepository, testEnvironment } from "./git-repository.ts";
import { fakeSkeletons } from "./sample-project.ts";

export const worktreesOf = (root: string) => `${root}-trees`;
export const openWorktree = (root: string, options: Partial<WorktreeOptions> = {}) =>
  openWorktreeWorkspace({
    repositoryRoot: root,
    runId: "run-1",
    worktreesRoot: worktreesOf(root),
    skeletons: fakeSkeletons,
    environment: testEnvironment,
    clock: realClock,
    ...options,
  });

export async function filesOn({ git }: GitRepository, branch: string) {
  const paths = (await git("ls-tree", "-r", "-z", "--name-only", branch)).split("\0").slice(0, -1);
  const texts = paths.map(async (path) => [path, await git("show", `${branch}:${path}`)] as const);
  return Object.fromEntries(await Promise.all(texts));
}
