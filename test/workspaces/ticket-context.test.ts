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
    "app/AGENTS.md",
    "AGENTS.md",
    "conductor/workflow.md",
  ]);
  expect(skeletons.map(({ text }) => text)).toEqual([
    "skeleton of app/beside.py",
    "skeleton of lib/root.py",
  ]);
});

test("planners are given what the Conductor convention says of a project", () => {
  expect(isProjectDocument("conductor/product.md")).toBe(true);
  expect(isProjectDocument("conductor/tracks/one/plan.md")).toBe(false);
});
