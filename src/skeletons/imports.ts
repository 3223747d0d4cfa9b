import { parseSource } from "./parse.ts";

/** The relative specifiers that a file imports, re-exports or requires, as written, each once. */
export async function importsOf(path: string, text: string): Promise<readonly string[]> {
  const parsed = await parseSource(path, text);
  if (parsed === null) return [];
  const { staticImports, staticExports, dynamicImports } = parsed.module;
  const specifiers = [
    ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports.flatMap(({ entries }) =>
      entries.map(({ moduleRequest }) => moduleRequest?.value ?? ""),
    ),
    ...dynamicImports.map(({ moduleRequest }) =>
      unquoted(text.slice(moduleRequest.start, moduleRequest.end)),
    ),
    // A `require` inside a string may be found too: then the file does not exist, and nothing comes of it.
    ...text
      .matchAll(/\brequire\(\s*(["'][^"'\n]+["'])\s*\)/g)
      .map(([, quoted]) => unquoted(quoted ?? "")),
  ];
  return [...new Set(specifiers.filter((specifier) => /^\.\.?(?:\/|$)/.test(specifier)))];
}

function unquoted(literal: string): string {
  return /^(["'`])(.*)\1$/s.exec(literal)?.[2] ?? "";
}
