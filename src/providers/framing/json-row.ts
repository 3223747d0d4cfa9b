import { endOfObject } from "../../core/tools/call-input.ts";
import { parseReceived } from "../json-value.ts";

/** The objects of a body, and what there is of one more that it ended within. */
export interface JsonRow {
  readonly values: readonly unknown[];
  readonly torn: string;
}

/**
 * JSON objects in a row, whatever parts them: line ends, a comma, a record separator (RFC 7464) or nothing. What is behind
 * the last may be one that broke off, or a last word; none where anything else is there.
 */
export function jsonRow(text: string): JsonRow {
  const values: unknown[] = [];
  for (let begin = beginOf(text, 0); begin < text.length;) {
    const end = endOfObject(text, begin);
    if (end === null)
      return values.length > 0 && isLastWord(text, begin)
        ? { values, torn: text[begin] === "{" ? text.slice(begin) : "" }
        : noRow;
    const object = text.slice(begin, end);
    const value = parseReceived(object) ?? parseReceived(withoutSlips(object));
    if (value === undefined) return noRow;
    values.push(value);
    begin = beginOf(text, end);
  }
  return values.length > 1 ? { values, torn: "" } : noRow;
}

const noRow: JsonRow = { values: [], torn: "" };

function beginOf(text: string, from: number): number {
  let at = from;
  while (between.has(text[at] ?? "")) at++;
  return at;
}

const between: ReadonlySet<string> = new Set([" ", "\t", "\n", "\r", ",", "\u001e", "\uFEFF"]);

const isLastWord = (text: string, begin: number): boolean =>
  text[begin] === "{" || !text.slice(begin).trimEnd().includes("\n");

/** A body that begins as JSON and ends within it: a proxy let go of it, and closed it as if it were whole. */
export const isCut = (text: string): boolean =>
  text.trimStart().startsWith("{") && endOfObject(text.trimStart(), 0) === null;

/**
 * What Python's and other printers of JSON slip in: words for numbers, control characters within texts, a comma
 * behind, objects in a row.
 */
export const withoutSlips = (text: string): string =>
  text
    .replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (part) =>
      part.startsWith('"')
        ? part.replace(controls, (control) => JSON.stringify(control).slice(1, -1))
        : "null",
    )
    .replace(/(?<=\}),\s*$/, "")
    .replace(/\}[ \t]*\{"/g, '}\n{"');

// oxlint-disable-next-line no-control-regex -- these are what is looked for
const controls = /[\u0000-\u001f]/g;
