import { afterAll, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TrustRecord } from "../../../src/config/trust/trust-record.ts";
import { untrustedFiles } from "../../../src/config/trust/untrusted-files.ts";

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function project(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "rehearsal-untrusted-"));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  return root;
}

const blob = (text: string) =>
  createHash("sha1").update(`blob ${text.length}\0${text}`).digest("hex");

function record(files: Readonly<Record<string, string>>, isLink = false): TrustRecord {
  const brought = Object.entries(files).map(([path, text]) => [
    path,
    { run: "a-run", blobs: [blob(text)], blobsBefore: [blob("before")], isLink },
  ]);
  return { refs: {}, brought: Object.fromEntries(brought), trusted: {} };
}

const pathsOf = (root: string, known: TrustRecord) =>
  untrustedFiles(join(root, "rehearsal.config.ts"), root, known).map(({ path }) => path);

const config = 'import "./a.ts"; export default {};';

test("only what a run brought and the configuration executes is asked about", () => {
  const root = project({ "rehearsal.config.ts": config, "a.ts": "1;", "b.ts": "2;" });
  expect(pathsOf(root, record({}))).toEqual([]);
  expect(pathsOf(root, record({ "b.ts": "2;" }))).toEqual([]);
  expect(pathsOf(root, record({ "a.ts": "1;", "b.ts": "2;" }))).toEqual(["a.ts"]);
});

test("a file counts as brought after a change of it, and under another name", () => {
  const root = project({ "rehearsal.config.ts": config, "a.ts": "1; // and more" });
  expect(pathsOf(root, record({ "a.ts": "1;" }))).toEqual(["a.ts"]);
  const moved = project({ "rehearsal.config.ts": config, "other.ts": "1;" });
  renameSync(join(moved, "other.ts"), join(moved, "a.ts"));
  expect(pathsOf(moved, record({ "other.ts": "1;" }))).toEqual(["a.ts"]);
});

test("a file that is as it was before the run is its owner's", () => {
  const root = project({ "rehearsal.config.ts": config, "a.ts": "before" });
  expect(pathsOf(root, record({ "a.ts": "1;" }))).toEqual([]);
  expect(pathsOf(root, record({ "a.ts": "1;", "b.ts": "before" }))).toEqual(["a.ts"]);
});

test("what is trusted is trusted until it changes", () => {
  const root = project({ "rehearsal.config.ts": config, "a.ts": "1;" });
  const before = record({ "a.ts": "1;" });
  const entry = join(root, "rehearsal.config.ts");
  const [file] = untrustedFiles(entry, root, before);
  const known = { ...before, trusted: { "a.ts": [file?.hash ?? ""] } };
  expect(untrustedFiles(entry, root, known)).toEqual([]);
  writeFileSync(join(root, "a.ts"), "2;");
  expect(pathsOf(root, known)).toEqual(["a.ts"]);
});

test("one that starts programs may execute all that was brought", () => {
  const root = project({
    "rehearsal.config.ts": "import { execSync } from 'node:child_process'; export default {};",
    "tool.sh": "x",
  });
  expect(pathsOf(root, record({ "tool.sh": "x", "gone.sh": "y" }))).toEqual(["tool.sh"]);
});

test("a link that leads out of the repository is asked about where the configuration follows it", () => {
  const root = project({ "rehearsal.config.ts": config });
  const outside = project({ "evil.ts": "1;" });
  symlinkSync(join(outside, "evil.ts"), join(root, "a.ts"));
  expect(pathsOf(root, record({ "a.ts": join(outside, "evil.ts") }, true))).toEqual(["a.ts"]);
});

test("nothing is asked where there is no configuration", () => {
  expect(pathsOf(project({ "a.ts": "1;" }), record({ "a.ts": "1;" }))).toEqual([]);
});
