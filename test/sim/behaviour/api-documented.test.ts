import { expect, test } from "bun:test";
import { join } from "node:path";
import * as api from "../../../src/sim/api.ts";

const docs = join(import.meta.dir, "..", "..", "..", "docs");

test("every word that `rehearsal/sim` exports stands in the docs", async () => {
  const pages = ["scenario.md", "serve.md", "simulation.md", "agents.md"];
  const texts = await Promise.all(pages.map((page) => Bun.file(join(docs, page)).text()));
  const text = texts.join("\n");
  const missing = Object.keys(api).filter((word) => !new RegExp(`\\b${word}\\b`).test(text));
  expect(missing).toEqual([]);
});
