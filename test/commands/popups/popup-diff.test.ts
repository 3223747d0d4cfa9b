import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { popupDiff } from "../../../src/commands/popups/popup-diff.ts";
import { endlessPaper } from "../../../src/terminal/paper.ts";
import { popup } from "../../terminal/sample-run.ts";

let folder: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "popup-diff-")));
  const tree = join(folder, "worktrees/r-1/T-1");
  await mkdir(tree, { recursive: true });
  await writeFile(join(tree, "a.txt"), "one\ntwo\n");
  await writeFile(join(folder, "secret.txt"), "secret\n");
  await symlink(join(folder, "secret.txt"), join(tree, "link.txt"));
  const git = ["git", "-C", folder, "-c", "user.name=a", "-c", "user.email=a@example.invalid"];
  Bun.spawnSync([...git, "init", "-q"]);
  Bun.spawnSync([...git, "commit", "-q", "--allow-empty", "-m", "one"]);
});
afterAll(() => rm(folder, { recursive: true }));

const changeBy = (file_path: string, content: string, tool = "write") =>
  popupDiff(
    popup({ kind: "tool", payload: { tool, input: { file_path, content } } }),
    { root: folder, worktrees: join(folder, "worktrees") },
    endlessPaper,
  );

test("a write over a file is told by what it changes", async () => {
  expect(await changeBy("a.txt", "one\nthree\u001b[2J\n")).toEqual([
    "@@ -1,2 +1,2 @@",
    " one",
    "-two",
    "+three\\u{1b}[2J",
  ]);
});

test("a new file, one that stays as it is, and one outside of the worktree have no change to tell", async () => {
  expect(await changeBy("new.txt", "one\n")).toEqual([]);
  expect(await changeBy("a.txt", "one\ntwo\n")).toEqual([]);
  expect(await changeBy("../../../secret.txt", "mine\n")).toEqual([]);
  expect(await changeBy("link.txt", "mine\n")).toEqual([]);
});
