import { describe, expect, test } from "bun:test";
import {
  holdsConflict,
  holdsPart,
  loneLabels,
} from "../../../src/workspaces/kept/conflict-hunks.ts";

const ours = "one\nours\nthree\n";
const theirs = "one\ntheirs\nthree\n";
const hunk = (own: string, other: string, size = 7) =>
  `${"<".repeat(size)} HEAD\n${own}${"=".repeat(size)}\n${other}${">".repeat(size)} topic\n`;
const merged = `one\n${hunk("ours\n", "theirs\n")}three\n`;

describe("a conflict of git's is known", () => {
  test.each([
    ["as git writes it", merged],
    ["with the base between", merged.replace("=======", "||||||| 1a2b3c\ntwo\n=======")],
    ["with lines that end in CR LF", merged.replaceAll("\n", "\r\n")],
    ["with longer markers", `one\n${hunk("ours\n", "theirs\n", 32)}three\n`],
    ["with an empty side", `one\n${hunk("", "theirs\n")}three\n`],
    ["between lines that were written since", `zero\n${merged}four\n`],
  ])("%s", (_, text) => {
    expect(holdsConflict(text, [ours, theirs])).toBe(true);
  });
});

describe("what only looks like one is none:", () => {
  test.each([
    ["a page that shows one", hunk("my line\n", "your line\n"), [ours, theirs]],
    ["one that came with the project", merged, [merged, `${merged}five\n`]],
    ["one that the worker made up and committed", merged, [ours, merged]],
    ["titles with seven letters", "Example\n=======\n\nOutcome\n-------\n", [ours, theirs]],
    [
      "markers that do not belong together",
      `<<<<<<< a\nours\n========\ntheirs\n>>>>>>> b\n`,
      [ours, theirs],
    ],
    ["a block without a side", hunk("", ""), [ours, theirs]],
  ])("%s", (_, text, versions) => {
    expect(holdsConflict(text, versions)).toBe(false);
  });
});

test("of a conflict that is half taken away the rest is known, and a title is none", () => {
  const left = (text: string, versions: { theirs?: string; base?: string | null } = {}) =>
    holdsPart(text, { ours, theirs, base: null, ...versions });
  const rests = ["one\nours\n>>>>>>> topic\n", "<<<<<<< HEAD\ntheirs\n", "ours\n=======\ntheirs\n"];
  expect(rests.map((text) => left(text))).toEqual([true, true, true]);
  const others = ["one\nExample\n=======\nthree\n", "one\nboth\nthree\n", "a >>>>>>> b\n>>>>>>>\n"];
  expect(others.map((text) => left(text))).toEqual([false, false, false]);
  // What a conflict before has left is in what the next one had to merge.
  const [rest = ""] = rests;
  expect(left(rest, { theirs: rest })).toBe(true);
  expect(left(rest, { base: rest })).toBe(false);
});

test("lines that stand alone are known by their labels, those of a whole conflict and of the project are not", () => {
  const text = `${merged}>>>>>>> 1a2b3c4 (Add it: all)\n<<<<<<< HEAD\n>>>>>>>\n`;
  expect(loneLabels(text, null)).toEqual(["1a2b3c4 (Add it: all)", "HEAD"]);
  expect(loneLabels(text, "<<<<<<< HEAD\n")).toEqual(["1a2b3c4 (Add it: all)"]);
});
