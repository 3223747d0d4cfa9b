import { afterAll, expect, test } from "bun:test";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { openGit } from "../../src/workspaces/git.ts";
import { surveyCommit } from "../../src/workspaces/survey.ts";
import { gitRepositories, testEnvironment } from "./git-repository.ts";

const repositories = gitRepositories();
afterAll(() => repositories.remove());

test("documents are found through links, and not where they lead out of the commit", async () => {
  const { root, git } = await repositories.create({
    "docs/agents.md": "tabs\n",
    "README.md": "ü\n",
  });
  await symlink("docs/agents.md", join(root, "AGENTS.md"));
  await symlink("/etc/hostname", join(root, "CLAUDE.md"));
  await git("add", "--all");
  const tree = (await git("write-tree")).trim();
  const opened = openGit({ gitDirectory: join(root, ".git"), environment: testEnvironment });
  expect(await surveyCommit(opened, tree, new AbortController().signal)).toEqual({
    files: ["README.md", "docs/agents.md"],
    documents: [
      { path: "AGENTS.md", text: "tabs\n" },
      { path: "README.md", text: "ü\n" },
    ],
  });
});
