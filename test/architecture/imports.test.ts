import { describe, expect, test } from "bun:test";
import { readFloors } from "./floors.ts";
import { barrels, forbiddenImports, importCycles, importsOf } from "./imports.ts";
import { moduleOf, treeOf } from "./tree.ts";

const floors = readFloors(`
| floor | place | holds | may import | packages |
|---|---|---|---|---|
| roof | \`src/cli.ts\`, \`src/commands/\` | | roof, 3, 1, 0 | any |
| 3 | \`src/store/\`, \`src/clock/\` | | 1, 0 | any |
| 2 | \`src/sim/\` | | 2, 0 | any |
| 2 | \`src/replies/\` | | 0 | none |
| 1 | \`src/ports.ts\` | | 0 | none |
| 0 | \`src/core/\` | | nothing | \`zod\` |
`);

const problemsOf = (path: string, text: string): readonly string[] =>
  forbiddenImports(floors, treeOf({ [path]: text }), ["src/store/load.ts"]);

describe("an import", () => {
  test("is seen in every way that it can be written", () => {
    const specifiers = importsOf(
      moduleOf(`
        import "./a.ts";
        import type { B } from "./b.ts";
        import c, { type C } from "./c.ts";
        export * from "./d.ts";
        export type { E } from "./e.ts";
        type F = import("./f.ts").F;
        const g = await import("./g.ts");
        const h = require("./h.ts");
        const i = await import(g.name);
        // import "./j.ts";
        const k = 'import "./k.ts"';
      `),
    ).map(({ specifier }) => specifier);
    const names = ["a", "b", "c", "d", "e", "f", "g", "h"].map((name) => `./${name}.ts`);
    expect(specifiers).toEqual([...names, null]);
  });

  test("may point down, and into its own place", () => {
    expect(problemsOf("src/store/a.ts", `import "../ports.ts"; import "../core/b.ts";`)).toEqual(
      [],
    );
    expect(problemsOf("src/core/a/b.ts", `import "../c.ts"; import "zod";`)).toEqual([]);
    expect(problemsOf("src/cli.ts", `import("./commands/run.ts");`)).toEqual([]);
  });

  test("may not point up, be it only for a type", () => {
    expect(problemsOf("src/core/a.ts", `import type { Clock } from "../ports.ts";`)).toEqual([
      "src/core/a.ts:1 is on floor 0 and imports src/ports.ts, floor 1",
    ]);
    expect(problemsOf("src/core/a.ts", `type A = import("../store/b.ts").B;`)).toHaveLength(1);
    expect(problemsOf("src/store/a.ts", `export * from "../cli.ts";`)).toHaveLength(1);
  });

  test("may not point into a room beside", () => {
    expect(problemsOf("src/store/a.ts", `\nimport "../clock/b.ts";`)).toEqual([
      "src/store/a.ts:2 is on floor 3 and imports src/clock/b.ts, a room beside src/store/",
    ]);
  });

  test("may point into a room beside where its own row says so, and not back", () => {
    expect(problemsOf("src/sim/a.ts", `import "../replies/b.ts";`)).toEqual([]);
    expect(problemsOf("src/replies/a.ts", `import type { B } from "../sim/b.ts";`)).toEqual([
      "src/replies/a.ts:1 is on floor 2 and imports src/sim/b.ts, a room beside src/replies/",
    ]);
  });

  test("may not leave src/, but for the version in package.json", () => {
    expect(problemsOf("src/store/a.ts", `import "../../test/a.ts";`)).toHaveLength(1);
    expect(problemsOf("src/store/a.ts", `import "../../package.json";`)).toHaveLength(1);
    expect(problemsOf("src/cli.ts", `import "../package.json";`)).toEqual([]);
  });

  test("may not go round by the package's own name", () => {
    expect(problemsOf("src/core/a.ts", `import "rehearsal/sim";`)).toHaveLength(1);
    expect(problemsOf("src/store/a.ts", `import "rehearsal";`)).toHaveLength(1);
  });

  test("may only be of a package that the floor may have", () => {
    expect(problemsOf("src/core/a.ts", `import "node:fs";`)).toEqual([
      "src/core/a.ts:1 imports node:fs, and floor 0 may have only: zod",
    ]);
    expect(problemsOf("src/store/a.ts", `import "node:fs";`)).toEqual([]);
  });

  test("may be computed only where a user's file is loaded", () => {
    expect(problemsOf("src/store/a.ts", "await import(path);")).toHaveLength(1);
    expect(problemsOf("src/store/load.ts", "await import(path);")).toEqual([]);
  });
});

describe("a cycle of imports", () => {
  test("is told as a way round, types too", () => {
    const tree = treeOf({
      "src/a.ts": `import "./b/c.ts";`,
      "src/b/c.ts": `import type { D } from "./d.ts";`,
      "src/b/d.ts": `type A = import("../a.ts").A;`,
    });
    expect(importCycles(tree)).toEqual(["src/a.ts → src/b/c.ts → src/b/d.ts → src/a.ts"]);
  });

  test("is found where a file imports itself", () => {
    expect(importCycles(treeOf({ "src/a.ts": `import "./a.ts";` }))).toEqual([
      "src/a.ts → src/a.ts",
    ]);
  });

  test("is not two ways to the same file", () => {
    const tree = treeOf({
      "src/a.ts": `import "./b.ts"; import "./c.ts";`,
      "src/b.ts": `import "./d.ts";`,
      "src/c.ts": `import "./d.ts";`,
      "src/d.ts": "",
    });
    expect(importCycles(tree)).toEqual([]);
  });
});

describe("a barrel", () => {
  test("is a file that only hands on", () => {
    const tree = treeOf({
      "src/a.ts": `export * from "./d.ts";`,
      "src/b.ts": `export type { D } from "./d.ts";`,
      "src/c.ts": `import { d } from "./d.ts"; export { d };`,
    });
    expect(barrels(tree, []).map((problem) => problem.split(" ")[0])).toEqual([
      "src/a.ts",
      "src/b.ts",
      "src/c.ts",
    ]);
  });

  test("is allowed for what users import", () => {
    expect(barrels(treeOf({ "src/api.ts": `export * from "./d.ts";` }), ["src/api.ts"])).toEqual(
      [],
    );
  });

  test("is not a file with something of its own, or one that only acts", () => {
    const tree = treeOf({
      "src/a.ts": `export * from "./d.ts"; export const a = 1;`,
      "src/b.ts": `import { d } from "./d.ts"; d();`,
      "src/c.ts": `export interface C {}`,
    });
    expect(barrels(tree, [])).toEqual([]);
  });
});
