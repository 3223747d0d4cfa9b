import { expect, test } from "bun:test";
import { join } from "node:path";
import { apiPage } from "../../../scripts/api-page.ts";
import * as api from "../../../src/sim/api.ts";

const root = join(import.meta.dir, "..", "..", "..");
const page = await Bun.file(join(root, "docs", "api.md")).text();

test("docs/api.md is what the docstrings say: `bun scripts/print-api-page.ts` writes it anew", async () => {
  expect(page).toBe(await apiPage(root));
});

test("every word that `rehearsal/sim` exports has its section", () => {
  expect(Object.keys(api).filter((word) => !page.includes(`### \`${word}\``))).toEqual([]);
});
