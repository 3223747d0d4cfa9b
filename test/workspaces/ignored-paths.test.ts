import { expect, test } from "bun:test";
import { ignoredPaths } from "../../src/workspaces/ignored-paths.ts";

test.each([
  ["node_modules/", "node_modules/x/i.js", true],
  ["node_modules/", "src/node_modules/i.js", true],
  ["node_modules/", "node_modules", false],
  ["dist", "dist", true],
  ["dist", "a/dist/b", true],
  ["/dist", "a/dist", false],
  ["/dist", "dist/b", true],
  ["a/b", "a/b/c", true],
  ["a/b", "x/a/b", false],
  ["*.log", "a/x.log", true],
  ["*.log", "a/x.logs", false],
  ["**/temp/*.txt", "a/temp/x.txt", true],
  ["*.log\n!keep.log", "keep.log", false],
  ["dist/\n!dist/keep", "dist/keep", true],
  ["# dist", "dist", false],
  ["", "a", false],
] as const)("under %j, %j is ignored: %j", (gitignore, path, expected) => {
  expect(ignoredPaths(gitignore)(path)).toBe(expected);
});
