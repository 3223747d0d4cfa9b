import type { Skeletons } from "../../src/workspaces/ticket-context.ts";

/** A small project that every test of a workspace starts from. */
export const sampleProject: Readonly<Record<string, string>> = {
  ".gitignore": "node_modules/\n*.log\n",
  "README.md": "# Sample\n",
  "docs/README.md": "not in the root\n",
  "package.json": '{ "name": "sample" }\n',
  "src/add.ts": 'import { zero } from "./zero.ts";\nexport const add = (a: number) => a + zero;\n',
  "src/zero.ts": "export const zero = 0;\n",
  "src/lines.txt": "one\ntwo\nthree\nfour\nfive\nsix\nseven\n",
};

/** Says which file it was asked about, and imports what stands between quotes. */
export const fakeSkeletons: Skeletons = {
  skeletonOf: async (path, text) => (path.endsWith(".ts") ? `skeleton of ${text.length}` : null),
  importsOf: async (_path, text) =>
    [...text.matchAll(/from "([^"]+)"/g)].map(([, from]) => from ?? ""),
};

export const never = new AbortController().signal;
