import { afterAll } from "bun:test";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describeWorkspace } from "../conformance.ts";
import { gitRepositories } from "../git-repository.ts";
import { filesOn, openWorktree, preparedWorktrees, worktreesOf } from "../open-worktree.ts";

const repositories = gitRepositories();
afterAll(() => repositories.remove(), 60_000);

const prepared = preparedWorktrees(repositories);

describeWorkspace("the git worktree", async (files, tickets) => {
  const { repository, workspace } = await prepared(files, tickets);
  const { branch } = workspace;
  let head = "";
  return {
    workspace,
    deleteTree: (ticketId) =>
      rm(join(worktreesOf(repository.root), "run-1", ticketId), { recursive: true }),
    async moveBranchBack() {
      head = (await repository.git("rev-parse", branch)).trim();
      await repository.git("branch", "--force", branch, `${branch}~`);
    },
    putBranchBack: async () => void (await repository.git("branch", "--force", branch, head)),
    reopen: () => openWorktree(repository.root),
    filesOnBranch: () => filesOn(repository, branch),
    commitCount: async () => Number(await repository.git("rev-list", "--count", `main..${branch}`)),
  };
});
