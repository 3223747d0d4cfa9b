import type { Document } from "../core/event.ts";

/** The most files that a survey lists. */
export const surveyFilesMax = 2_000;
/** The most of one of the project's documents that a survey gives. */
const documentCharactersMax = 16_384;
/** The most of a file that a ticket names: the limit of the `read` tool. */
const fileCharactersMax = 262_144;

const wanted =
  /^(?:README|ARCHITECTURE|CONTRIBUTING)[^/]*$|^(?:AGENTS\.md|CLAUDE\.md|package\.json)$/i;

/** The most of a style guide, and of a skeleton, that a prompt gets: it holds many of them. */
const shortCharactersMax = 32_768;
/** The longest text that is parsed. */
export const parsedCharactersMax = 262_144;

/** What the Conductor convention says of a project, where it does: what it is, what it is made with, how it is worked on. */
export const conductorDocuments: readonly string[] = [
  "conductor/product.md",
  "conductor/tech-stack.md",
  "conductor/workflow.md",
];

/** Whether a path is one of the documents in the root that say what a project is. */
export function isProjectDocument(path: string): boolean {
  return wanted.test(path) || conductorDocuments.includes(path);
}

export function projectDocument(path: string, text: string): Document {
  return { path, text: cut(text, documentCharactersMax) };
}

export function fileDocument(path: string, text: string): Document {
  return { path, text: cut(text, fileCharactersMax) };
}

export function shortDocument(path: string, text: string): Document {
  return { path, text: cut(text, shortCharactersMax) };
}

function cut(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text;
  const [shown, all] = [charactersMax, text.length].map((count) => count.toLocaleString("en"));
  return `${text.slice(0, charactersMax)}\n[… cut here: the first ${shown} of ${all} characters …]\n`;
}
