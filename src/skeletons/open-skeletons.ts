import type { Language } from "@vscode/tree-sitter-wasm";
import { foreignImports } from "./foreign-imports.ts";
import { type Grammar, grammarOf } from "./grammars.ts";
import { importsOf } from "./imports.ts";
import { skeletonOf } from "./skeleton.ts";
import { treeSkeleton } from "./tree-skeleton.ts";

/** Skeletons and imports of every language that there is a grammar for; each is loaded when it is first needed. */
export function openSkeletons() {
  const parser = lazily(openParser);
  const languages = new Map<Grammar, Promise<Language>>();
  return {
    async skeletonOf(path: string, text: string): Promise<string | null> {
      const grammar = grammarOf(path);
      if (grammar === null) return skeletonOf(path, text);
      const { load, parse } = await parser();
      const language = languages.get(grammar) ?? load(grammar);
      languages.set(grammar, language);
      return parse(await language, text, grammar);
    },
    importsOf: async (path: string, text: string): Promise<readonly string[]> =>
      grammarOf(path) === null ? importsOf(path, text) : foreignImports(path, text),
  };
}

async function openParser() {
  const [{ Parser, Language }, core] = await Promise.all([
    import("@vscode/tree-sitter-wasm"),
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter.wasm", { with: { type: "file" } }),
  ]);
  await Parser.init({ locateFile: () => core.default });
  return {
    load: async (grammar: Grammar) => Language.load(await bytesOf((await grammar.file()).default)),
    parse(language: Language, text: string, grammar: Grammar): string | null {
      const parser = new Parser();
      try {
        const tree = parser.setLanguage(language).parse(text);
        if (tree === null) return null;
        const skeleton = treeSkeleton(tree.rootNode, grammar);
        tree.delete();
        return skeleton;
      } finally {
        parser.delete();
      }
    },
  };
}

const bytesOf = (path: string): Promise<Uint8Array> => Bun.file(path).bytes();

function lazily<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => (made ??= make());
}
