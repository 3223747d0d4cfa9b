import { afterAll, expect, test } from "bun:test";
import { rm } from "node:fs/promises";
import { isOfTheMachine } from "../../src/core/trouble.ts";
import { gitError, isGitFailure, runGit } from "../../src/workspaces/git.ts";
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
    // Met by a tool's call, it pauses the ticket: the model could do nothing about it.
    expect(isOfTheMachine(failure)).toBe(true);
    expect(String(failure)).toContain(directory);
    expect(String(failure)).toContain("then resume the run");
  }
});

test("what git says at length keeps what it names first and what it advises last", () => {
  const stderr = [
    "fatal: Unable to create 'x.lock': File exists.",
    "",
    ...Array(20).fill("more"),
    "remove the file\n",
  ];
  const said = gitError(["update-ref"], "/repo", {
    exitCode: 128,
    stdout: new Uint8Array(),
    stderr: stderr.join("\n"),
  });
  expect(said.message.split("\n")).toHaveLength(8);
  expect(said.message).toMatch(/x\.lock[^]*\nremove the file\nMend/);
});
