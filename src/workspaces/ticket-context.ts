import { posix } from "node:path";
import type { Document } from "../core/event.ts";
import { conductorDocuments, fileDocument } from "./project-documents.ts";

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
 * All of the project that a worker is given: the named files in full, what `AGENTS.md` and `CLAUDE.md` of their
 * folders say, and skeletons of what they import and were not named. `readText` answers `null` for what is not there or not in the tree.
 */
export async function ticketContext(
  files: readonly string[],
  readText: (path: string) => Promise<string | null>,
  { skeletonOf, importsOf }: Skeletons,
): Promise<TicketContext> {
  const documents = new Map<string, string>();
  for (const path of [
    ...files.map(withinTree),
    ...files.flatMap(rulesFor),
    ...rulesIn(""),
    ...conductorDocuments,
  ]) {
    const text = path === null || documents.has(path) ? null : await readText(path);
    if (path !== null && text !== null) documents.set(path, text);
  }
  const skeletons = new Map<string, string>();
  const seen = new Set(documents.keys());
  for (const [path, text] of documents) {
    for (const specifier of await importsOf(path, text)) {
      const found = await findImported(path, specifier, readText);
      if (found === null || seen.has(found.path)) continue;
      seen.add(found.path);
      const skeleton = await skeletonOf(found.path, found.text);
      if (skeleton !== null) skeletons.set(found.path, skeleton);
    }
  }
  return { documents: asDocuments(documents), skeletons: asDocuments(skeletons) };
}

const rulesIn = (folder: string): string[] =>
  ["AGENTS.md", "CLAUDE.md"].map((name) => posix.join(folder, name));

/** Where projects say how code in a folder is to be written: beside a file, and in the folders above. */
function rulesFor(file: string): string[] {
  const path = withinTree(file);
  if (path === null) return [];
  const folder = posix.dirname(path);
  return folder === "." ? [] : [...rulesIn(folder), ...rulesFor(folder)];
}

function asDocuments(texts: ReadonlyMap<string, string>): Document[] {
  return [...texts].map(([path, text]) => fileDocument(path, text));
}

const extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

async function findImported(
  importer: string,
  specifier: string,
  readText: (path: string) => Promise<string | null>,
): Promise<{ readonly path: string; readonly text: string } | null> {
  const target = withinTree(
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

function withinTree(path: string): string | null {
  const normal = posix.normalize(path);
  return posix.isAbsolute(normal) || normal === ".." || normal.startsWith("../") ? null : normal;
}
