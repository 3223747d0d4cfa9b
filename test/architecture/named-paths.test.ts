import { expect, test } from "bun:test";
import { missingPaths } from "./named-paths.ts";

const missing = (text: string) =>
  missingPaths([{ path: "GUIDE.md", text }], (path) => path === "src/core/" || path === "src/a.ts");

test.each(["`src/a.ts` and `src/core/`", "`src/x/y.ts`", "`src/commands/<name>/`", "src/gone.ts"])(
  "a page may say %s",
  (text) => {
    expect(missing(text)).toEqual([]);
  },
);

test("a page names no file that is gone", () => {
  expect(missing("See `src/gone.ts`.")).toEqual([
    "GUIDE.md names src/gone.ts, which does not exist: name the file that has its place",
  ]);
});
