import { posix } from "node:path";
import type { Document } from "../core/event.ts";
import { insideWorktree } from "../core/gates/rule.ts";
import {
  conductorDocuments,
  fileDocument,
  parsedCharactersMax,
  shortDocument,
} from "./project-documents.ts";

/** What a file looks like without its bodies, and what it imports; injected, as it parses languages. */
export interface Skeletons {
  /** `null` where the language is unknown or the file does not parse. */
  skeletonOf(path: string, text: string): Promise<string | null>;
  /** What it imports, relative to it, or from the root where it begins with a slash. */
  importsOf(path: string, text: string): Promise<readonly string[]>;
}

export interface TicketContext {
  readonly documents: readonly Document[];
  readonly skeletons: readonly Document[];
}

/**
 * All of the project that a worker is given: the named files in full, what the Conductor convention says, what
 * `AGENTS.md` and `CLAUDE.md` of their folders say, the nearest last, with what these import (`@docs/style.md`), and
 * skeletons of what the files import and were not named. `readText` answers `null` for what is not there or not in the tree.
 */
export async function ticketContext(
  files: readonly string[],
  readText: (path: string) => Promise<string | null>,
  skeletonsOf: Skeletons,
): Promise<TicketContext> {
  const { skeletonOf, importsOf } = unfailing(skeletonsOf);
  const named = await textsOf(files.map(insideWorktree), readText);
  const documents = new Map([...named].map(([path, text]) => [path, fileDocument(path, text)]));
  const add = async (path: string) => {
    const text = documents.has(path) ? null : await readText(path);
    if (text !== null) documents.set(path, shortDocument(path, text));
    return text;
  };
  for (const path of conductorDocuments) await add(path);
  for (const path of rulesFor(files)) {
    const text = await add(path);
    if (text !== null)
      for (const imported of await importsOfRules(path, text, readText)) await add(imported);
  }
  const skeletons: Document[] = [];
  const seen = new Set(documents.keys());
  for (const [path, text] of named) {
    for (const specifier of await importsOf(path, text)) {
      const found = await findImported(path, specifier, readText);
      if (found === null || seen.has(found.path)) continue;
      seen.add(found.path);
      const skeleton = await skeletonOf(found.path, found.text);
      if (skeleton !== null) skeletons.push(shortDocument(found.path, skeleton));
    }
  }
  return { documents: [...documents.values()], skeletons };
}

/** Parsers meet whatever stands in a project: what takes them too long, or what they fail at, has no skeleton. */
function unfailing({ skeletonOf, importsOf }: Skeletons): Skeletons {
  const isLong = (text: string) => text.length > parsedCharactersMax;
  return {
    skeletonOf: async (path, text) =>
      isLong(text) ? null : skeletonOf(path, text).catch(() => null),
    importsOf: async (path, text) => (isLong(text) ? [] : importsOf(path, text).catch(() => [])),
  };
}

async function textsOf(
  paths: readonly (string | null)[],
  readText: (path: string) => Promise<string | null>,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const path of paths) {
    const text = path === null || texts.has(path) ? null : await readText(path);
    if (path !== null && text !== null) texts.set(path, text);
  }
  return texts;
}

/** Where projects say how code in a folder is to be written: in the root, then in each folder on the way to a file. */
function rulesFor(files: readonly string[]): readonly string[] {
  const folders = new Set([""]);
  for (const path of files.map(insideWorktree))
    for (let folder = posix.dirname(path ?? "."); folder !== "."; folder = posix.dirname(folder))
      folders.add(folder);
  const depth = (folder: string) => (folder === "" ? 0 : folder.split("/").length);
  return [...folders]
    .toSorted((one, other) => depth(one) - depth(other))
    .flatMap((folder) => ["AGENTS.md", "CLAUDE.md"].map((name) => posix.join(folder, name)));
}

/** The documents that one names as `@path`, and those that they name; text in code is none of them. */
async function importsOfRules(
  path: string,
  text: string,
  readText: (path: string) => Promise<string | null>,
): Promise<readonly string[]> {
  const found = new Set<string>();
  let level = [{ path, text }];
  for (let depth = 0; depth < importDepthMax && level.length > 0; depth++) {
    const next: { path: string; text: string }[] = [];
    for (const { path: importer, text: said } of level) {
      for (const [, name = ""] of withoutCode(said).matchAll(/(?:^|\s)@([\w./-]*\w)/g)) {
        const target = insideWorktree(posix.join(posix.dirname(importer), name));
        if (target === null || found.has(target) || found.size >= importsMax) continue;
        const inside = await readText(target);
        if (inside === null) continue;
        found.add(target);
        next.push({ path: target, text: inside });
      }
    }
    level = next;
  }
  return [...found];
}

const importDepthMax = 5;
const importsMax = 20;

const withoutCode = (text: string): string =>
  text.replace(/^(```|~~~)[\s\S]*?^\1/gm, "").replace(/`[^`\n]*`/g, "");

const extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

async function findImported(
  importer: string,
  specifier: string,
  readText: (path: string) => Promise<string | null>,
): Promise<{ readonly path: string; readonly text: string } | null> {
  const target = insideWorktree(
    specifier.startsWith("/") ? specifier.slice(1) : posix.join(posix.dirname(importer), specifier),
  );
  if (target === null) return null;
  for (const path of candidates(target)) {
    const text = await readText(path);
    if (text !== null) return { path, text };
  }
  return null;
}

/** Where TypeScript and bundlers look: the path itself, its source where it names the output, a folder. */
function candidates(target: string): string[] {
  const source = target.replace(/\.([mc]?)js(x?)$/, ".$1ts$2");
  return [
    target,
    ...(source === target ? [] : [source, source.replace(/\.ts$/, ".tsx")]),
    ...extensions.map((extension) => target + extension),
    ...extensions.map((extension) => `${target}/index${extension}`),
  ];
}
