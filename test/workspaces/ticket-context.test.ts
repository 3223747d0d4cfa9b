import { expect, test } from "bun:test";
import { isProjectDocument } from "../../src/workspaces/project-documents.ts";
import { ticketContext } from "../../src/workspaces/ticket-context.ts";

const files: Readonly<Record<string, string>> = {
  "app/a.py": "imports",
  "app/beside.py": "beside",
  "lib/root.py": "root",
  "conductor/workflow.md": "test first",
  "AGENTS.md": "tabs",
  "app/AGENTS.md": "spaces",
};

test("a worker is given its files, what projects say of them, and skeletons of what they import", async () => {
  const { documents, skeletons } = await ticketContext(
    ["app/a.py"],
    async (path) => files[path] ?? null,
    {
      skeletonOf: async (path) => `skeleton of ${path}`,
      importsOf: async (_path, text) =>
        text === "imports" ? ["./beside.py", "/lib/root.py", "/missing.py", "/../outside.py"] : [],
    },
  );
  expect(documents.map(({ path }) => path)).toEqual([
    "app/a.py",
    "conductor/workflow.md",
    "AGENTS.md",
    "app/AGENTS.md",
  ]);
  expect(skeletons.map(({ text }) => text)).toEqual([
    "skeleton of app/beside.py",
    "skeleton of lib/root.py",
  ]);
});

test("a file that several import is outlined once, and one that is given in full is not", async () => {
  const { skeletons } = await ticketContext(
    ["app/a.py", "app/beside.py"],
    async (path) => files[path] ?? null,
    {
      skeletonOf: async (path) => `skeleton of ${path}`,
      importsOf: async () => ["/app/a.py", "/app/beside.py", "/lib/root.py"],
    },
  );
  expect(skeletons.map(({ text }) => text)).toEqual(["skeleton of lib/root.py"]);
});

test("planners are given what the Conductor convention says of a project", () => {
  expect(isProjectDocument("conductor/product.md")).toBe(true);
  expect(isProjectDocument("conductor/tracks/one/plan.md")).toBe(false);
});

const noSkeletons = { skeletonOf: async () => null, importsOf: async () => [] };
const pathsFor = async (named: readonly string[], project: Readonly<Record<string, string>>) => {
  const read = async (path: string) => project[path] ?? null;
  return (await ticketContext(named, read, noSkeletons)).documents.map(({ path }) => path);
};

test("rules of deeper folders come later, each once, whatever folders the files are in", async () => {
  const project = {
    "AGENTS.md": "1",
    "a/CLAUDE.md": "2",
    "a/b/AGENTS.md": "3",
    "c/AGENTS.md": "4",
    "d/AGENTS.md": "not on the way",
  };
  expect(await pathsFor(["a/b/x.ts", "c/y.ts", "a/z.ts", "../d/x.ts"], project)).toEqual([
    "AGENTS.md",
    "a/CLAUDE.md",
    "c/AGENTS.md",
    "a/b/AGENTS.md",
  ]);
});

test("what rules import comes with them, not what stands in code, is elsewhere, or is a person", async () => {
  const project = {
    "CLAUDE.md":
      "See @docs/style.md and `@docs/code.md`.\n```\n@docs/fence.md\n```\nAsk me@docs/mail.md, @someone",
    "docs/style.md": "@./names.md @../../outside.md @style.md",
    "docs/names.md": "@../CLAUDE.md",
    "docs/code.md": "",
    "docs/fence.md": "",
    "docs/mail.md": "",
  };
  const expected = ["CLAUDE.md", "docs/style.md", "docs/names.md"];
  expect(await pathsFor([], project)).toEqual(expected);
});

test("long rules and skeletons are cut, and what a parser fails at or would take long with has none", async () => {
  const project = {
    "AGENTS.md": "x".repeat(100_000),
    "a.ts": "",
    "b.ts": "",
    "c.ts": "y".repeat(300_000),
    "d.ts": "",
  };
  const { documents, skeletons } = await ticketContext(
    ["a.ts"],
    async (path) => (project as Record<string, string>)[path] ?? null,
    {
      skeletonOf: async (path) => {
        if (path === "b.ts") throw new RangeError("Maximum call stack size exceeded");
        return "z".repeat(100_000);
      },
      importsOf: async () => ["./b", "./c", "./d"],
    },
  );
  expect(documents.at(-1)?.text.length).toBeLessThan(33_000);
  expect(skeletons.map(({ path, text }) => [path, text.length < 33_000])).toEqual([["d.ts", true]]);
});
