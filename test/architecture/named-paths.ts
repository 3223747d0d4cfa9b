import type { SourceFile } from "./source-module.ts";

/** A path from the repository's root in backticks; those with a placeholder (`<name>`, `x/y`) are examples. */
const named = /`((?:\.github|bench|clients|docs|scenarios|scripts|src|test)\/[\w./-]*\w\/?)`/g;

/** Paths that a page names and that do not exist. */
export function missingPaths(
  pages: readonly SourceFile[],
  exists: (path: string) => boolean,
): readonly string[] {
  return pages.flatMap(({ path: page, text }) =>
    [...text.matchAll(named)]
      .map(([, path]) => path!)
      .filter((path) => !path.includes("/x/") && !exists(path))
      .map(
        (path) => `${page} names ${path}, which does not exist: name the file that has its place`,
      ),
  );
}
