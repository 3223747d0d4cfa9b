import type { JsonObject } from "../../core/json.ts";
import { choiceDelta, mapDelta } from "./chat-choice.ts";
import type { ServerEvent } from "./server-event.ts";

/** A chunk of words in two, where it holds a character of two halves: as tokenizers part it. */
export function halvedCharacters(event: ServerEvent): readonly ServerEvent[] {
  const content = choiceDelta(event)?.content;
  const at = typeof content === "string" ? content.search(/[\ud800-\udbff][\udc00-\udfff]/) : -1;
  if (typeof content !== "string" || at < 0) return [event];
  const [delta] = event.deltas;
  if (event.deltas.length !== 1 || delta?.type !== "text" || delta.text !== content) return [event];
  const part = (text: string, change: (delta: JsonObject) => JsonObject): ServerEvent => ({
    ...mapDelta([event], change)[0]!,
    deltas: [{ ...delta, text }],
  });
  const [first, second] = [content.slice(0, at + 1), content.slice(at + 1)];
  return [
    { ...part(first, (before) => ({ ...before, content: first })), usage: null },
    part(second, () => ({ content: second })),
  ];
}
