import { expect, test } from "bun:test";
import { skeletonOf } from "../../src/skeletons/skeleton.ts";

const skeleton = (text: string, path = "a.ts") => skeletonOf(path, text);

test("functions keep their signature and the first line of their docstring", async () => {
  const text = `
/**
 * Adds 🎉 two numbers.
 * @param a the first
 */
export async function add(a: number, b = 1): Promise<number> {
  return a + b;
}
// Not a docstring.
function* local<T>(items: readonly T[]) { yield* items; }
export default function () { return 1 }
`;
  expect(await skeleton(text)).toBe(
    [
      "/** Adds 🎉 two numbers. */",
      "export async function add(a: number, b = 1): Promise<number>;",
      "function* local<T>(items: readonly T[]);",
      "export default function ();\n",
    ].join("\n"),
  );
});

test("classes keep the signatures of what is not private", async () => {
  const text = `
/** A box. */
export abstract class Box<T> extends Base implements Thing {
  #secret = 1;
  private hidden = 2;
  readonly size: number = compute(1);
  static of = <T>(item: T): Box<T> => { return new Box(item); };
  label = "box";
  constructor(readonly item: T) { super(); }
  /** What it holds. */
  get content(): T { return this.item; }
  static async *all(): AsyncIterable<Box<unknown>> { }
  abstract open(): void;
  static { start(); }
}`;
  expect(await skeleton(text)).toBe(
    `/** A box. */
export abstract class Box<T> extends Base implements Thing {
  readonly size: number;
  static of = <T>(item: T): Box<T> => …;
  label = "box";
  constructor(readonly item: T);
  /** What it holds. */
  get content(): T;
  static async *all(): AsyncIterable<Box<unknown>>;
  abstract open(): void;
}
`,
  );
});

test("constants keep their type, else a short value, else only that there is one", async () => {
  const long = `[${"1, ".repeat(60)}]`;
  const text = `export const typed: Map<string, number> = new Map();
export const short = { a: 1 }, other = "x";
export const long = ${long};
export const arrow = async (a: string): Promise<void> => { await a; };
export let later;`;
  expect(await skeleton(text)).toBe(
    `export const typed: Map<string, number>;
export const short = { a: 1 }, other = "x";
export const long = …;
export const arrow = async (a: string): Promise<void> => …;
export let later;
`,
  );
});

test("types, enums and re-exports stay whole; imports and statements go", async () => {
  const text = `import { x } from "./x.ts";
export interface A { readonly a: string }
type B = A | null;
export enum C { One, Two }
export * from "./d.ts";
export { x, type B };
declare function over(a: string): void;
namespace N { export const a = 1; export function f() { return 2; } }
start();
if (x) { stop(); }
`;
  expect(await skeleton(text)).toBe(
    `export interface A { readonly a: string }
type B = A | null;
export enum C { One, Two }
export * from "./d.ts";
export { x, type B };
declare function over(a: string): void;
namespace N {
  export const a = 1;
  export function f();
}
`,
  );
});

test("JSX and CommonJS are read too", async () => {
  expect(await skeleton("export const App = () => <div>{1}</div>;", "a.tsx")).toBe(
    "export const App = () => …;\n",
  );
  const common =
    "const a = require('a');\nexports.f = function (x) { return x; };\nmodule.exports = { a };";
  expect(await skeleton(common, "a.cjs")).toBe(
    "const a = require('a');\nexports.f = function (x) …;\nmodule.exports = { a };\n",
  );
});

test("another language, and what does not parse, have none", async () => {
  expect(await skeleton("def f(): pass", "a.py")).toBeNull();
  expect(await skeleton("export function (", "a.ts")).toBeNull();
  expect(await skeleton("", "a.ts")).toBe("");
});
