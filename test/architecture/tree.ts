import { parseModule, type SourceFile, type SourceModule } from "./source-module.ts";

/** A tree in memory: texts by path. */
export const treeOf = (texts: Readonly<Record<string, string>>): readonly SourceModule[] =>
  Object.entries(texts).map(([path, text]) => parseModule({ path, text }));

/** One file of the tree, where only its text matters. */
export const moduleOf = (text: string): SourceModule => parseModule({ path: "src/a.ts", text });

export const fileOf = (path: string, text = ""): SourceFile => ({ path, text });
