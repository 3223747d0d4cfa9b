import { expect, test } from "bun:test";
import { mergeFiles, type Side } from "../../src/workspaces/merge-files.ts";

const merge = (base: string, branch: string, ticket: string, side: Side = "branch") => {
  const file = (text: string) => new Map([["f", text]]);
  const merged = mergeFiles({
    base: file(base),
    branch: file(branch),
    ticket: file(ticket),
    side,
  });
  return [merged.files.get("f"), merged.conflicts.length > 0];
};

test("hunks apart are both taken, hunks that touch conflict", () => {
  expect(merge("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n")).toEqual(["A\nb\nC\n", false]);
  expect(merge("a\nb\n", "A\nb\n", "a\nB\n")).toEqual(["A\nb\n", true]);
  expect(merge("a\nb\n", "A\nb\n", "a\nB\n", "ticket")).toEqual(["a\nB\n", true]);
});

test("a missing last newline is a difference like any other", () => {
  expect(merge("a\nb\nc", "A\nb\nc", "a\nb\nc\n")).toEqual(["A\nb\nc\n", false]);
});

test("a file that a side emptied is not one that it deleted", () => {
  expect(merge("a\n", "", "a\n")).toEqual(["", false]);
});
