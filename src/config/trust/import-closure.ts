import { existsSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, extname } from "node:path";

/** What executing a file executes. */
export interface ImportClosure {
  /** Absolute, with links followed; the file itself comes first. */
  readonly files: readonly string[];
  /** Some of it may start programs, or load files that its text does not name. */
  readonly isOpen: boolean;
}

const loaders: Readonly<Record<string, "ts" | "tsx" | "js" | "jsx">> = {
  ...{ ".ts": "ts", ".mts": "ts", ".cts": "ts", ".tsx": "tsx" },
  ...{ ".js": "js", ".mjs": "js", ".cjs": "js", ".jsx": "jsx" },
};

/** What leads further than the imports that can be read in a text. */
const opens =
  /\b(?:import|require)\s*\(\s*(?!["'][^"'\n]*["']\s*[),])|import\.meta\.(?:require|resolve|glob)|createRequire|child_process|\bBun\s*\.\s*(?:spawn|\$|plugin|build)|\$\s*`|\bfrom\s*["']bun["']|\beval\s*\(|\bFunction\s*\(|\bnew\s+Worker\b|\bnode:vm\b|["']vm["']|process\.dlopen|worker_threads/;

/** Follows the imports of a file as Bun does, without executing any. Packages are followed where `entersPackages` says so. */
export function importClosure(
  entry: string,
  { entersPackages }: { readonly entersPackages: boolean },
): ImportClosure {
  const files = new Set([entry]);
  let isOpen = false;
  for (const file of files) {
    const loader = loaders[extname(file)];
    const isPackage = file.includes("/node_modules/");
    if (loader === undefined || (isPackage && !entersPackages) || !existsSync(file)) continue;
    const text = readFileSync(file, "utf8");
    isOpen ||= !isPackage && opens.test(text);
    for (const specifier of importsOf(text, loader)) {
      if (specifier === "rehearsal" || specifier.startsWith("rehearsal/") || isBuiltin(specifier))
        continue;
      const found = resolved(specifier, file);
      if (found !== null) files.add(found);
    }
  }
  return { files: [...files], isOpen };
}

function importsOf(text: string, loader: "ts" | "tsx" | "js" | "jsx"): readonly string[] {
  try {
    return new Bun.Transpiler({ loader }).scanImports(text).map(({ path }) => path);
  } catch {
    // It can't be executed either.
    return [];
  }
}

function resolved(specifier: string, importer: string): string | null {
  try {
    return Bun.resolveSync(specifier, dirname(importer));
  } catch {
    return null;
  }
}
