import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTrust, withBrought, writeTrust } from "../../../src/config/trust/trust-record.ts";

const root = mkdtempSync(join(tmpdir(), "rehearsal-trust-"));
afterAll(() => rmSync(root, { recursive: true }));

const file = (path: string, blob: string) => ({ path, blob, blobBefore: "0", isLink: false });

test("what refs of runs hold adds up, and comes back from a file of its owner's alone", () => {
  const empty = readTrust(root);
  const first = { run: "a", ref: "refs/heads/rehearsal/a", commit: "c1", files: [file("x", "1")] };
  const second = { ...first, commit: "c2", files: [file("x", "2"), file("y", "3")] };
  const known = withBrought(withBrought(empty, first), second);
  expect(known.refs).toEqual({ "refs/heads/rehearsal/a": "c2" });
  expect(known.brought["x"]?.blobs).toEqual(["1", "2"]);
  writeTrust(root, known);
  expect(readTrust(root)).toEqual(known);
  expect(statSync(join(root, ".rehearsal", "trust.json")).mode & 0o777).toBe(0o600);
});

test("a file that can't be read is refused with its path and what to do", () => {
  writeFileSync(join(root, ".rehearsal", "trust.json"), "{");
  expect(() => readTrust(root)).toThrow("Remove it");
});
