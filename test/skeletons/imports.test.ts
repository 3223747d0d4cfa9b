import { expect, test } from "bun:test";
import { importsOf } from "../../src/skeletons/imports.ts";

test("every relative specifier is found once, in order", async () => {
  const text = `import a, { b } from "./a.ts";
import type { T } from "../types.js";
import "./effect";
export * from "./c";
export { d } from "./d/";
export const local = 1;
import fs from "node:fs";
import react from "react";
import again from "./a.ts";
const e = await import("./e.ts");
const f = await import(\`./\${name}.ts\`);
const g = require('./g');
const up = require("..");
`;
  expect(await importsOf("x.ts", text)).toEqual(
    "./a.ts ../types.js ./effect ./c ./d/ ./e.ts ./${name}.ts ./g ..".split(" "),
  );
});

test("another language, and what does not parse, import nothing", async () => {
  expect(await importsOf("a.py", "from .b import c")).toEqual([]);
  expect(await importsOf("a.ts", "import {")).toEqual([]);
});
