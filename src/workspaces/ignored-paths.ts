import picomatch from "picomatch";
import { foldersOf } from "./merge-files.ts";

/** Whether a path is ignored by the text of a `.gitignore` in the root; the last pattern that fits wins. */
export function ignoredPaths(gitignore: string): (path: string) => boolean {
  const rules = gitignore.split(/\r?\n/).flatMap((line) => {
    const pattern = line.trimEnd();
    if (pattern === "" || pattern.startsWith("#")) return [];
    const negated = pattern.startsWith("!");
    const body = negated ? pattern.slice(1) : pattern;
    const bare = body.replace(/\/$/, "");
    // A slash before the end ties a pattern to the root.
    const glob = bare.includes("/") ? bare.replace(/^\//, "") : `**/${bare}`;
    const fits = picomatch(glob, { dot: true, noextglob: true, nobrace: true });
    // A pattern that ends in a slash means folders only.
    return [{ negated, fits, itself: !body.endsWith("/") }];
  });
  const isIgnored = (path: string, isFolder: boolean) =>
    rules.findLast((rule) => (isFolder || rule.itself) && rule.fits(path))?.negated === false;
  return (path) =>
    foldersOf(path).some((folder) => isIgnored(folder, true)) || isIgnored(path, false);
}
