import { afterAll } from "bun:test";
import { describeWorkspace } from "../conformance.ts";
import { gitRepositories } from "../git-repository.ts";
import { filesOn, openWorktree, preparedWorktrees } from "../open-worktree.ts";

const repositories = gitRepositories();
afterAll(() => repositories.remove(), 60_000);

const prepared = preparedWorktrees(repositories);

describeWorkspace("the git worktree", async (files, tickets) => {
  const { repository, workspace } = await prepared(files, tickets);
  const { branch } = workspace;
  return {
    workspace,
    reopen: () => openWorktree(repository.root),
    filesOnBranch: () => filesOn(repository, branch),
    commitCount: async () => Number(await repository.git("rev-list", "--count", `main..${branch}`)),
  };
});
