import type { Json } from "../../core/json.ts";

/** Why a text is no JSON, in the words of the parser that the API was seen to quote, and where. */
interface JsonFault {
  readonly reason: string;
  readonly offset: number;
}

/**
 * `reason: line 1 column 3 (char 2)`, as in github.com/promptfoo/promptfoo issue 4489; `null` where nothing is
 * amiss. `json` is what JavaScript made of the text, if anything; it reads half of a surrogate pair, and the API
 * does not: a client that cut a text in the middle of an emoji sends one (anthropics/claude-code issue 8272).
 */
export function jsonComplaint(text: string, json: Json | undefined): string | null {
  const fault = json === undefined ? syntaxFault(text) : surrogateFault(text);
  if (fault === null) return null;
  const { reason, offset } = fault;
  const lines = text.slice(0, offset).split("\n");
  const column = (lines.at(-1)?.length ?? 0) + 1;
  return `${reason}: line ${lines.length} column ${column} (char ${offset})`;
}

const escapes = /\\(?:u([0-9a-fA-F]{4})|.)/gs;

/** Looks at escapes only: half a pair that is not escaped has no UTF-8. */
function surrogateFault(text: string): JsonFault | null {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return null;
  let high: { readonly offset: number; readonly end: number } | null = null;
  for (const { 0: escape, 1: hex, index } of text.matchAll(escapes)) {
    const unit = hex === undefined ? 0 : Number.parseInt(hex, 16);
    const isLow = unit >= 0xdc00 && unit <= 0xdfff;
    if (high !== null) {
      if (index !== high.end || hex === undefined) return lonely(high.offset);
      if (!isLow) return { reason: "invalid low surrogate in string", offset: high.offset };
      high = null;
      continue;
    }
    if (isLow) return { reason: "invalid high surrogate in string", offset: index };
    if (unit >= 0xd800 && unit <= 0xdbff) high = { offset: index, end: index + escape.length };
  }
  return high === null ? null : lonely(high.offset);
}

const lonely = (offset: number): JsonFault => ({ reason: "no low surrogate in string", offset });

const space = /[ \t\n\r]*/y;
/** A string holds anything from the space on, but `"` and `\`, which are escaped. */
const scalar =
  /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** What may stand at a place of a text. */
type Due = "value" | "value-or-end" | "key" | "key-or-end" | "colon" | "comma-or-end";

/** The first place where the text stops being JSON; the text is known to be none. */
function syntaxFault(text: string): JsonFault {
  const open: ("{" | "[")[] = [];
  let due: Due = "value";
  let offset = 0;
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = offset;
    const found = pattern.exec(text)?.[0] ?? "";
    offset += found.length;
    return found;
  };
  for (;;) {
    take(space);
    const character = text[offset];
    if (character === undefined) return { reason: "unexpected end of data", offset };
    const next = follow(due, character, open, () => take(scalar));
    if (next === null) {
      const isCutOff = character === '"' && !isClosed(text.slice(offset));
      return isCutOff
        ? { reason: "unexpected end of data", offset: text.length }
        : { reason: "unexpected character", offset };
    }
    if ("{}[],:".includes(character)) offset += 1;
    if (open.length === 0 && next === "comma-or-end") {
      take(space);
      return { reason: "unexpected content after document", offset };
    }
    due = next;
  }
}

const isClosed = (text: string): boolean => /^"[^"\\]*(?:\\.[^"\\]*)*"/s.test(text);

/** What is due after a character, or after the scalar that begins with it; `null` where it may not stand here. */
function follow(
  due: Due,
  character: string,
  open: ("{" | "[")[],
  takeScalar: () => string,
): Due | null {
  const isValueDue = due === "value" || due === "value-or-end";
  switch (character) {
    case "{":
    case "[":
      if (!isValueDue) return null;
      open.push(character);
      return character === "{" ? "key-or-end" : "value-or-end";
    case "}":
      if (due !== "key-or-end" && due !== "comma-or-end") return null;
      return open.pop() === "{" ? "comma-or-end" : null;
    case "]":
      if (due !== "value-or-end" && due !== "comma-or-end") return null;
      return open.pop() === "[" ? "comma-or-end" : null;
    case ",":
      if (due !== "comma-or-end") return null;
      return open.at(-1) === "{" ? "key" : "value";
    case ":":
      return due === "colon" ? "value" : null;
    default:
      if (due === "key" || due === "key-or-end")
        return character === '"' && takeScalar() !== "" ? "colon" : null;
      return isValueDue && takeScalar() !== "" ? "comma-or-end" : null;
  }
}
