import { afterAll, beforeEach, expect, test } from "bun:test";
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runId } from "../../src/core/ids.ts";
import { readTreesNote, removeTreesNote, writeTreesNote } from "../../src/store/trees-note.ts";

const parent = mkdtempSync(join(tmpdir(), "rehearsal-note-"));
afterAll(() => rmSync(parent, { recursive: true }));

const run = runId("run-1");
const note = {
  worktreesRoot: "/home/me/.cache/rehearsal/worktrees/0123456789abcdef",
  repositoryRoot: join(parent, "shop"),
};
const moved = join(parent, "moved");
beforeEach(() => {
  for (const root of [note.repositoryRoot, moved]) rmSync(root, { recursive: true, force: true });
  mkdirSync(join(note.repositoryRoot, ".rehearsal"), { recursive: true });
  writeTreesNote(note, run);
});

test("where a run's trees are is known in its repository, also once that has moved", () => {
  expect(readTreesNote(note.repositoryRoot, run)).toEqual(note);
  expect(readTreesNote(note.repositoryRoot, runId("run-2"))).toBeNull();
  renameSync(note.repositoryRoot, moved);
  expect(readTreesNote(moved, run)).toEqual(note);
  // Somebody cloned the project anew, where it was.
  mkdirSync(note.repositoryRoot);
  expect(readTreesNote(moved, run)).toEqual(note);
  removeTreesNote(moved, run);
  expect(readTreesNote(moved, run)).toBeNull();
});

test("a copy of the repository does not work in the trees of the original", () => {
  cpSync(note.repositoryRoot, moved, { recursive: true });
  expect(readTreesNote(moved, run)).toBeNull();
  expect(readTreesNote(note.repositoryRoot, run)).toEqual(note);
});

test("a note that names another folder than one of the cache's is not believed", () => {
  writeTreesNote({ ...note, worktreesRoot: "/home/me/projects" }, run);
  expect(readTreesNote(note.repositoryRoot, run)).toBeNull();
});
