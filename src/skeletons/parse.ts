import type { ParseResult } from "oxc-parser";

const languages = /\.([mc]?[jt]s|[jt]sx)$/;

/** The file's syntax, where it is TypeScript or JavaScript and parses; its name decides which. */
export async function parseSource(path: string, text: string): Promise<ParseResult | null> {
  if (!languages.test(path)) return null;
  const { parseSync } = await import("oxc-parser");
  // The synchronous parser: a simulation must settle without threads.
  const result = parseSync(path, text);
  return result.errors.length > 0 && result.program.body.length === 0 ? null : result;
}
