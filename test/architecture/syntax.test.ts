import { describe, expect, test } from "bun:test";
import { asynchronousSyntax, moduleCollections, moduleVariables, runtimeCode } from "./syntax.ts";
import { moduleOf } from "./tree.ts";

describe("asynchronous syntax", () => {
  test.each([
    "async function later() {}",
    "const later = async () => 1",
    "const later = { async now() {} }",
    "await 1",
    `import("./b.ts")`,
  ])("is seen: %s", (text) => {
    expect(asynchronousSyntax(moduleOf(text))).toHaveLength(1);
  });

  test("is seen in a loop that waits", () => {
    expect(asynchronousSyntax(moduleOf("for await (const one of many) use(one)"))).toEqual([
      "src/a.ts:1 uses for await: the core is pure and synchronous",
    ]);
  });

  test("is no generator, comment or member of that name", () => {
    const text = "// async, await\nfunction* each() { yield { async: 1 }; }";
    expect(asynchronousSyntax(moduleOf(text))).toEqual([]);
  });
});

describe("a module's state", () => {
  test.each(["let count = 0", "export let count = 0", "var count = 0"])(
    "is a variable: %s",
    (text) => {
      expect(moduleVariables(moduleOf(text))).toHaveLength(1);
    },
  );

  test("is no variable of a function and no constant", () => {
    expect(moduleVariables(moduleOf("const a = 1; function f() { let b = a; }"))).toEqual([]);
  });

  test.each([
    "const seen = new Set<string>()",
    "export const byId: Map<string, number> = new Map()",
    "const cache = new WeakMap()",
  ])("is a collection that can change: %s", (text) => {
    expect(moduleCollections(moduleOf(text))).toHaveLength(1);
  });

  test.each([
    "const known: ReadonlySet<string> = new Set(['a'])",
    "function f() { const seen = new Set(); }",
    "const encoder = new TextEncoder()",
  ])("is none that cannot: %s", (text) => {
    expect(moduleCollections(moduleOf(text))).toEqual([]);
  });
});

describe("a file of types", () => {
  test("holds types and imports of types", () => {
    const text = `import type { B } from "./b.ts"; export interface A {} export type C = A | B;`;
    expect(runtimeCode(moduleOf(text))).toEqual([]);
  });

  test.each([
    "export const a = 1",
    "export function a() {}",
    `import { b } from "./b.ts"`,
    `export * from "./b.ts"`,
    "class A {}",
  ])("holds nothing that runs: %s", (text) => {
    expect(runtimeCode(moduleOf(text))).toHaveLength(1);
  });
});
