import { afterAll } from "bun:test";
import { describeWorkspace } from "../conformance.ts";
import { gitRepositories } from "../git-repository.ts";
import { filesOn, openWorktree } from "../open-worktree.ts";

const repositories = gitRepositories();
afterAll(() => repositories.remove());

describeWorkspace("the git worktree", async (files) => {
  const repository = await repositories.create(files);
  const workspace = await openWorktree(repository.root);
  const { branch } = workspace;
  return {
    workspace,
    reopen: () => openWorktree(repository.root),
    filesOnBranch: () => filesOn(repository, branch),
    commitCount: async () => Number(await repository.git("rev-list", "--count", `main..${branch}`)),
  };
});
