import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject } from "../../mock-provider/json-object.ts";
import { textOf } from "../../replies/request-text.ts";
import { sanitizeLine } from "../../terminal/sanitize.ts";

const wordsMax = 200;

/**
 * The beginning of what a request says last: a person's words, or a tool's result. Of several parts it is the
 * last, since agents put what they always say before what is new.
 */
export function lastWords({ messages, input }: JsonObject): string | null {
  const list = messages ?? input;
  const words = typeof list === "string" ? list : lastText(isArray(list) ? list : []);
  const line = beginning(words);
  return line === "" ? null : line;
}

/** One line without anything that a terminal would obey. */
export function beginning(text: string): string {
  // What follows is not looked at: a request may be large.
  const line = sanitizeLine(text.slice(0, 4 * wordsMax));
  const characters = [...line];
  return characters.length <= wordsMax ? line : `${characters.slice(0, wordsMax - 1).join("")}…`;
}

function lastText(items: readonly Json[]): string {
  const last = items.at(-1);
  if (!isObject(last)) return "";
  const { content } = last;
  const parts = isArray(content) ? content : [];
  for (const part of parts.toReversed()) {
    const text = textOf({ messages: [part] });
    if (text.trim() !== "") return text;
  }
  return textOf({ messages: [last] });
}
