import { expect, test } from "bun:test";
import { defineConfig } from "../../src/config/define-config.ts";

test("a configuration is given back as it is", () => {
  const config = { workers: 2 };
  expect(defineConfig(config)).toBe(config);
});

test("what users import loads nothing else", async () => {
  const entry = `${import.meta.dir}/../../src/config/define-config.ts`;
  const imports = new Bun.Transpiler({ loader: "ts" }).scanImports(await Bun.file(entry).text());
  expect(imports).toEqual([]);
});
