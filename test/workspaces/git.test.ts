import { afterAll, expect, test } from "bun:test";
import { rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { gitError, isGitFailure, openGit, runGit, textIn } from "../../src/workspaces/git.ts";
import { gitRepositories, testEnvironment } from "./git-repository.ts";

const repositories = gitRepositories();
afterAll(() => repositories.remove());

test("a folder that is gone, or no repository any more, is git's failure and says what to do", async () => {
  const directory = await repositories.folder();
  const call = { directory, environment: testEnvironment };
  const refused = gitError(["rev-parse"], directory, await runGit(["rev-parse"], call));
  expect(refused.message).toContain("not a git repository");
  await rm(directory, { recursive: true });
  const gone = await runGit(["status"], call).catch((error: unknown) => error);
  for (const failure of [refused, gone]) {
    expect(isGitFailure(failure)).toBe(true);
    expect(String(failure)).toContain(directory);
    expect(String(failure)).toContain("then resume the run");
  }
});

test("a text of a commit is found through links, and not where they lead out of it", async () => {
  const { root, git } = await repositories.create({ "docs/agents.md": "tabs\n" });
  await symlink("docs/agents.md", join(root, "AGENTS.md"));
  await symlink("/etc/hostname", join(root, "CLAUDE.md"));
  await git("add", "--all");
  const tree = (await git("write-tree")).trim();
  const opened = openGit({ gitDirectory: join(root, ".git"), environment: testEnvironment });
  const { signal } = new AbortController();
  const texts = ["AGENTS.md", "CLAUDE.md", "README.md"].map((path) =>
    textIn(opened, `${tree}:${path}`, signal),
  );
  expect(await Promise.all(texts)).toEqual(["tabs\n", null, null]);
});
