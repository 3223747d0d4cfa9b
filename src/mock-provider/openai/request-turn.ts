import type { Json } from "../../core/json.ts";
import { parseJson } from "../json-object.ts";
import type { Turn, TurnItem } from "../reading/turn.ts";

/** Arguments are JSON as text on these wires. */
export const requestCall = (
  id: Json | undefined,
  name: Json | undefined,
  input: Json | undefined,
): TurnItem => ({
  type: "call",
  id: String(id),
  name: String(name),
  input: parseJson(String(input)),
});

/** Nor have they a member for errors: a word at the beginning says it. */
export function requestResult(id: Json | undefined, content: Json | undefined): TurnItem {
  const text = String(content);
  const isError = text.startsWith("Error: ");
  return { type: "result", id: String(id), text: isError ? text.slice(7) : text, isError };
}

/** Messages and items of one speaker are one turn; a user's words in a row are none, since templates refuse them. */
export function joinedTurns(turns: readonly Turn[]): readonly Turn[] {
  const result: Turn[] = [];
  for (const turn of turns) {
    const last = result.at(-1);
    const isDoubled = last?.items.at(-1)?.type === "text" && turn.items[0]?.type === "text";
    if (last === undefined || last.role !== turn.role || (turn.role === "user" && isDoubled))
      result.push(turn);
    else result[result.length - 1] = { ...last, items: [...last.items, ...turn.items] };
  }
  return result;
}
