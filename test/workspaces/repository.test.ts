import { afterAll, expect, test } from "bun:test";
import { join } from "node:path";
import { chmod, mkdir } from "node:fs/promises";
import { inspectRepository } from "../../src/workspaces/repository.ts";
import { gitRepositories, testEnvironment } from "./git-repository.ts";

const repositories = gitRepositories();
afterAll(() => repositories.remove());
const inspect = (path: string) => inspectRepository(path, testEnvironment);

test("a repository says where it is, what is checked out and whether it is dirty", async () => {
  const { root, git, write } = await repositories.create({ "a.txt": "a" });
  await mkdir(join(root, "sub"));
  const headCommit = (await git("rev-parse", "HEAD")).trim();
  const clean = { ok: true, root, headCommit, branch: "main", dirty: false } as const;
  expect(await inspect(join(root, "sub"))).toEqual(clean);
  await write({ "b.txt": "b" });
  await git("switch", "--quiet", "--detach");
  expect(await inspect(root)).toEqual({ ...clean, branch: null, dirty: true });
});

test("a folder that is missing, or no repository, says what to do", async () => {
  const folder = await repositories.folder();
  expect(await inspect(join(folder, "nope"))).toMatchObject({ ok: false, problem: "missing" });
  expect(await inspect(folder)).toMatchObject({
    ok: false,
    problem: "not-a-repository",
    message: expect.stringContaining("git init && git add -A"),
  });
});

test("a repository without a commit, and a bare one, say what to do", async () => {
  const folder = await repositories.folder();
  const git = (...args: string[]) =>
    Bun.spawn(["git", ...args], { cwd: folder, env: testEnvironment, stderr: "ignore" }).exited;
  await git("init", "--quiet", "empty");
  await git("init", "--quiet", "--bare", "bare");
  expect(await inspect(join(folder, "empty"))).toMatchObject({
    problem: "no-commits",
    message: expect.stringContaining("git commit -m start"),
  });
  expect(await inspect(join(folder, "bare"))).toMatchObject({ problem: "bare" });
});

test("git's own folder of a repository says where its files are", async () => {
  const { root, git } = await repositories.create({ "a.txt": "a" });
  expect(await inspect(join(root, ".git"))).toMatchObject({
    problem: "not-a-repository",
    message: expect.stringContaining(`cd ${root}`),
  });
  const files = await repositories.folder();
  await git("config", "core.worktree", files);
  expect(await inspect(join(root, ".git"))).toMatchObject({
    problem: "not-a-repository",
    message: expect.stringContaining(`whose files are in ${files}`),
  });
});

test("a repository that this git is too old for, and a path that is not UTF-8, say what to do", async () => {
  const { root, git } = await repositories.create({ "a.txt": "a\n" });
  await git("config", "core.repositoryFormatVersion", "1");
  await git("config", "extensions.notKnownYet", "true");
  const newer = await inspectRepository(root, testEnvironment);
  expect(newer).toMatchObject({ ok: false, message: expect.stringContaining("Update git") });
  const odd = await inspectRepository("/tmp/caf\ufffd", testEnvironment);
  expect(odd).toMatchObject({ ok: false, message: expect.stringContaining("rename the folder") });
});

test("a repository that is someone else's is told in git's words, with git's way out", async () => {
  const { root } = await repositories.create({ "a.txt": "a" });
  const bin = await repositories.folder();
  const variables = [
    "GIT_TEST_ASSUME_DIFFERENT_OWNER=1",
    "GIT_CONFIG_GLOBAL=/dev/null",
    "GIT_CONFIG_NOSYSTEM=1",
  ];
  await Bun.write(
    join(bin, "git"),
    `#!/bin/sh\nexec env ${variables.join(" ")} "${Bun.which("git")}" "$@"\n`,
  );
  await chmod(join(bin, "git"), 0o755);
  const PATH = `${bin}:${process.env["PATH"]}`;
  const found = await inspectRepository(root, { ...testEnvironment, PATH });
  expect(found).toMatchObject({
    ok: false,
    problem: "not-trusted",
    message: expect.stringContaining(`git config --global --add safe.directory ${root}`),
  });
  expect(found).toMatchObject({ message: expect.not.stringContaining("git init") });
});

test("a branch that a run's branch can't be beside is named, with what to do", async () => {
  const { root, git } = await repositories.create({ "a.txt": "a" });
  await git("branch", "rehearsal");
  expect(await inspect(root)).toMatchObject({
    problem: "branch-in-the-way",
    message: expect.stringContaining("git branch -m rehearsal another-name"),
  });
});

test("git that is not there is named", async () => {
  const folder = await repositories.folder();
  expect(await inspectRepository(folder, { PATH: folder })).toMatchObject({
    problem: "git-missing",
    message: expect.stringContaining("Install git"),
  });
});
