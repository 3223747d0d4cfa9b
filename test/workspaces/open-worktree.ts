import { realClock } from "../../src/clock/real-clock.ts";
import { openWorktreeWorkspace, type WorktreeOptions } from "../../src/workspaces/worktree.ts";
import type { TicketId } from "../../src/core/ids.ts";
import { type GitRepositories, type GitRepository, testEnvironment } from "./git-repository.ts";
import { fakeSkeletons, never } from "./sample-project.ts";

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

/** Repositories with a run whose tickets' trees are ready; the first is made by git, the others are copies of it. */
export function preparedWorktrees(repositories: GitRepositories) {
  const made = new Map<string, Promise<string>>();
  const make = async (files: Readonly<Record<string, string>>, tickets: readonly TicketId[]) => {
    const { root } = await repositories.create(files);
    const workspace = await openWorktree(root);
    for (const ticketId of tickets)
      await workspace.prepare({ ticketId, attempt: 1, fresh: true, files: [] }, never);
    return root;
  };
  return async (files: Readonly<Record<string, string>>, tickets: readonly TicketId[]) => {
    const key = JSON.stringify([files, tickets]);
    const template = made.get(key) ?? make(files, tickets);
    made.set(key, template);
    const repository = await repositories.copy(await template, worktreesOf);
    return { repository, workspace: await openWorktree(repository.root) };
  };
}

export async function filesOn({ git }: GitRepository, branch: string) {
  const paths = (await git("ls-tree", "-r", "-z", "--name-only", branch)).split("\0").slice(0, -1);
  const texts = paths.map(async (path) => [path, await git("show", `${branch}:${path}`)] as const);
  return Object.fromEntries(await Promise.all(texts));
}
