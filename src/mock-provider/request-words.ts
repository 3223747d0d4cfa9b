import type { Json, JsonObject } from "../core/json.ts";
import { isArray, isObject, parseJson } from "./json-object.ts";

/**
 * How a wire's member is read for its words. `input` is what a tool is called with, as JSON or as JSON text: it has
 * members of its own, whatever they are called.
 */
export type WordsAt =
  | { readonly type: "nothing" }
  | { readonly type: "words" | "input"; readonly value: Json | undefined };

export type ReadMember = (member: string, value: Json, holder: JsonObject) => WordsAt;

/** All text that a model reads of a value, in its order. */
export function wordsIn(value: Json | undefined, readMember: ReadMember): readonly string[] {
  if (typeof value === "string") return [value];
  if (isArray(value)) return value.flatMap((item) => wordsIn(item, readMember));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, held]) => {
    const at = readMember(name, held, value);
    switch (at.type) {
      case "nothing":
        return [];
      case "words":
        return wordsIn(at.value, readMember);
      case "input":
        return inputWords(
          typeof at.value === "string" ? (parseJson(at.value) ?? at.value) : at.value,
        );
    }
  });
}

const inputWords = (input: Json | undefined): readonly string[] =>
  wordsIn(input, (_, value) => ({ type: "words", value }));

/** The text of the last part of a message that has any: agents put what they always say before what is new. */
export function lastWordsOf(message: Json | undefined, readMember: ReadMember): string {
  if (!isObject(message)) return "";
  const parts = isArray(message.content) ? message.content : [];
  for (const part of parts.toReversed()) {
    const text = wordsIn(part, readMember).join("\n");
    if (text.trim() !== "") return text;
  }
  return wordsIn(message, readMember).join("\n");
}
