import { afterEach, expect, test } from "bun:test";
import { stat } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { withScratchIndex } from "../../src/workspaces/scratch-index.ts";
import { never } from "./sample-project.ts";

const before = process.env["TMPDIR"];
afterEach(() => {
  if (before === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = before;
});

const scratch = () =>
  withScratchIndex(never, async (_, directory) => {
    expect((await stat(directory)).isDirectory()).toBe(true);
    return directory;
  });

test("the folder is absolute, where TMPDIR names one from here", async () => {
  const folder = resolve("/tmp");
  process.env["TMPDIR"] = relative(process.cwd(), folder);
  expect(await scratch()).toStartWith(`${folder}/rehearsal-git-`);
});

test("it is where temporary files usually are, where TMPDIR names none that is there", async () => {
  process.env["TMPDIR"] = "/nonexistent/tmp";
  expect(await scratch()).toStartWith("/tmp/rehearsal-git-");
});
