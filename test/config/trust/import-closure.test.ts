import { afterAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { importClosure } from "../../../src/config/trust/import-closure.ts";

const root = realpathSync(mkdtempSync(join(tmpdir(), "rehearsal-closure-")));
afterAll(() => rmSync(root, { recursive: true }));

function closureOf(name: string, files: Readonly<Record<string, string>>, entersPackages = false) {
  const folder = join(root, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { files: found, isOpen } = importClosure(join(folder, "entry.ts"), { entersPackages });
  return { files: found.map((file) => relative(folder, file)).toSorted(), isOpen };
}

test("each way to import is followed, as deep as it goes and through the paths of a tsconfig.json", () => {
  const { files, isOpen } = closureOf("deep", {
    "entry.ts": `import { defineConfig } from "rehearsal"; import { join } from "node:path";
      import type { T } from "./types"; import a from "./a"; export * from "./b.js"; import "@lib/c";
      const d = await import("./d.mjs"); const e = require("./e.cjs"); import j from "./j.json";
      export default defineConfig({ check: join(a, d, e, j) });`,
    "types.ts": "export type T = 1;",
    "a.ts": 'import "./a2.tsx"; import "./entry"; export default "a";',
    "a2.tsx": "export {};",
    "b.ts": "export const b = 1;",
    "lib/c.ts": "export {};",
    "d.mjs": "export default 1;",
    "e.cjs": "module.exports = require('./e2');",
    "e2.js": "",
    "j.json": "{}",
    "tsconfig.json": '{ "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] } } }',
  });
  const expected = "a.ts a2.tsx b.ts d.mjs e.cjs e2.js entry.ts j.json lib/c.ts".split(" ");
  expect(files).toEqual(expected);
  expect(isOpen).toBe(false);
});

test("packages are named by the file that is imported, and entered where that is asked for", () => {
  const files = {
    "entry.ts": 'import "some-package";',
    "node_modules/some-package/package.json": '{ "main": "main.js" }',
    "node_modules/some-package/main.js": 'require("./inner.js")',
    "node_modules/some-package/inner.js": "",
  };
  const main = "node_modules/some-package/main.js";
  expect(closureOf("package", files).files).toEqual(["entry.ts", main]);
  const inner = "node_modules/some-package/inner.js";
  expect(closureOf("package", files, true).files).toEqual(["entry.ts", inner, main]);
});

test.each([
  "const name = './x'; await import(name);",
  "await import(`./x`);",
  "require('./' + name);",
  "import { execSync } from 'node:child_process';",
  "import { $ } from 'bun';",
  "Bun.spawnSync(['sh', 'x']);",
  "eval(text);",
  "new Worker('./x');",
])("what %j leads to can't be read in it", (text) => {
  expect(closureOf("open", { "entry.ts": text }).isOpen).toBe(true);
});

test("a text with a mistake in it imports nothing, as it can't be executed", () => {
  expect(closureOf("broken", { "entry.ts": 'import "./a' }).files).toEqual(["entry.ts"]);
});
