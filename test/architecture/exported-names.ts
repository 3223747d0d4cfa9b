import { posix } from "node:path";
import type { SourceModule } from "./source-module.ts";

/**
 * Exported names that stand in two files, and so mean two things. The same part of several wires' dialects, in files
 * of one name side by side, means the same.
 */
export function namesOfTwoThings(modules: readonly SourceModule[]): readonly string[] {
  // A function's overloads are exported once each.
  const places = new Map<string, Set<string>>();
  for (const { path, module } of modules)
    for (const { entries } of module.staticExports)
      for (const { exportName, moduleRequest } of entries) {
        const { name } = exportName;
        if (name === null || moduleRequest !== null) continue;
        places.set(name, (places.get(name) ?? new Set()).add(path));
      }
  return [...places]
    .map(([name, paths]) => [name, [...paths]] as const)
    .filter(([, paths]) => paths.length > 1 && !arePartsOfDialects(paths))
    .map(([name, paths]) => `${name} means two things: ${paths.join(", ")}`);
}

const arePartsOfDialects = (paths: readonly string[]): boolean =>
  new Set(paths.map((path) => posix.basename(path))).size === 1 &&
  paths.every((path) => /^src\/mock-provider\/[^/]+\/[^/]+$/.test(path));
