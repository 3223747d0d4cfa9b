import { afterAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findObjects } from "../../src/workspaces/worker-repository.ts";

const folder = mkdtempSync(join(tmpdir(), "rehearsal-objects-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("what a worker left where its list of objects is written is never written through", async () => {
  const info = join(folder, "tree", ".git", "objects", "info");
  const theirs = join(folder, "theirs");
  mkdirSync(info, { recursive: true });
  writeFileSync(theirs, "mine");
  writeFileSync(join(info, "alternates"), "");
  symlinkSync(theirs, join(info, "alternates.part"));
  await findObjects(join(folder, "tree"), "/user/.git");
  expect(readFileSync(theirs, "utf8")).toBe("mine");
  expect(readFileSync(join(info, "alternates"), "utf8")).toBe("/user/.git/objects\n");
});
