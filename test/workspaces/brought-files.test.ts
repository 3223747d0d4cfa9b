import { afterAll, expect, test } from "bun:test";
import { broughtFiles } from "../../src/workspaces/brought-files.ts";
import { gitRepositories, testEnvironment } from "./git-repository.ts";

const repositories = gitRepositories();
afterAll(() => repositories.remove());

const identity = ["-c", "user.name=Test", "-c", "user.email=test@localhost"];

test("runs brought what their branches and what is kept of them hold, and not what was there before", async () => {
  const { root, git, write } = await repositories.create({ "a.ts": "1", "b.ts": "1" });
  const at = { repositoryRoot: root, environment: testEnvironment };
  expect(await broughtFiles(at, {})).toEqual([]);

  await git("update-ref", "refs/rehearsal/a-run/start", "HEAD");
  await git("switch", "--quiet", "-c", "rehearsal/a-run");
  await write({ "a.ts": "2" });
  await git(...identity, "commit", "--quiet", "-am", "Two\n\nRehearsal-Ticket: T-1");
  await git("rm", "--quiet", "b.ts");
  await git(...identity, "commit", "--quiet", "-am", "Three\n\nRehearsal-Ticket: T-2");
  await write({ "ä c.ts": "1" });
  await git("add", "--all");
  await git(...identity, "commit", "--quiet", "-am", "failed");
  await git("update-ref", "refs/rehearsal/a-run/kept/T-3/1", "HEAD");
  await git("reset", "--quiet", "--hard", "HEAD~1");

  const found = await broughtFiles(at, {});
  const shown = found.map(({ run, ref, files }) => [run, ref, files.map(({ path }) => path)]);
  expect(shown).toEqual([
    ["a-run", "refs/heads/rehearsal/a-run", ["a.ts"]],
    ["a-run", "refs/rehearsal/a-run/kept/T-3/1", ["a.ts", "ä c.ts"]],
  ]);
  const known = Object.fromEntries(found.map(({ ref, commit }) => [ref, commit]));
  expect(await broughtFiles(at, known)).toEqual([]);

  // `clean` takes the run's own refs away; its commits still say whose they are.
  await git("update-ref", "-d", "refs/rehearsal/a-run/start");
  await git("update-ref", "-d", "refs/rehearsal/a-run/kept/T-3/1");
  const [branch] = await broughtFiles(at, {});
  expect(branch?.files.map(({ path }) => path)).toEqual(["a.ts"]);
});
