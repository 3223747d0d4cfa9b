import { posix } from "node:path";
import type { SourceModule } from "./source-module.ts";

/** What the program loads before it knows which command is meant: all that its imports reach, but for lazy ones. */
export interface LoadedAtStart {
  readonly paths: readonly string[];
  readonly packages: readonly string[];
}

export function loadedAtStart(modules: readonly SourceModule[], entry: string): LoadedAtStart {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const paths = new Set<string>();
  const packages = new Set<string>();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (paths.has(path)) continue;
    paths.add(path);
    const module = byPath.get(path);
    for (const specifier of module === undefined ? [] : loadedBy(module)) {
      if (specifier.startsWith(".")) waiting.push(posix.join(posix.dirname(path), specifier));
      else if (!/^(node|bun):/.test(specifier)) packages.add(specifier);
    }
  }
  return { paths: [...paths].toSorted(), packages: [...packages].toSorted() };
}

/** An import of types is gone when the program runs. */
function loadedBy({ program }: SourceModule): readonly string[] {
  return program.body.flatMap((node) => {
    switch (node.type) {
      case "ImportDeclaration":
        return node.importKind === "type" ? [] : [node.source.value];
      case "ExportAllDeclaration":
      case "ExportNamedDeclaration":
        return node.source === null || node.exportKind === "type" ? [] : [node.source.value];
      default:
        return [];
    }
  });
}
