import type { Json, JsonObject } from "../../core/json.ts";
import type { PlainReply } from "./foreign-script.ts";
import type { RawResponse } from "../../mock-provider/reply.ts";
import { excerpt, harmless } from "../../core/words/excerpt.ts";

type Glimpsed = Pick<PlainReply, "parts" | "raw">;

const jsonCharacters = 80;

/** A reply's beginning in a few words, for messages. Thoughts are named only where it holds nothing else. */
export function glimpseOf({ parts, raw }: Glimpsed): string {
  if (raw !== undefined) return rawGlimpse(raw);
  const spoken = parts.find(({ type }) => type !== "thinking" && type !== "redacted-thinking");
  const part = spoken ?? parts[0];
  switch (part?.type) {
    case "text":
      return [`says ${excerpt(part.text)}`, ...calledIn(parts)].join(", ");
    case "tool-use":
      return calledIn(parts).join(", ");
    case "thinking":
      return "thinks";
    case "json":
      return `answers ${proposalIn(part.value)}`;
    case "provider-block":
      return `brings ${jsonText(part.block)}`;
    case "provider-item":
      return `brings ${jsonText(part.item)}`;
    case "web-search":
      return `searches for ${excerpt(part.query)}`;
    case "made":
      return part.makes === "tool-use"
        ? calledIn(parts).join(", ")
        : ["says what it makes of the request", ...calledIn(parts)].join(", ");
    case "redacted-thinking":
    case undefined:
      return "an empty reply";
  }
}

/** `sends 502 "Bad Gateway"` */
function rawGlimpse({ status, chunks }: RawResponse): string {
  const text = chunks.map((chunk) => ("text" in chunk ? chunk.text : "")).join("");
  return `sends ${status}${text.trim() === "" ? "" : ` ${excerpt(text)}`}`;
}

/** `calls weather and news`; nothing where no tool is called. */
function calledIn(parts: Glimpsed["parts"]): readonly string[] {
  const tools = parts.flatMap((part) => ("tool" in part ? [harmless(part.tool)] : []));
  return tools.length === 0 ? [] : [`calls ${tools.join(" and ")}`];
}

/** The ids that a plan proposes; of any other value, its JSON. */
function proposalIn(value: Json): string {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) {
    for (const [member, items] of Object.entries(value)) {
      if ((member !== "tracks" && member !== "tickets") || !Array.isArray(items)) continue;
      const ids = items.map((item: Json) => JSON.stringify((item as JsonObject | null)?.["id"]));
      return `with the ${member} ${ids.join(", ")}`;
    }
  }
  return jsonText(value);
}

/** A value's JSON without further quotation marks, because it has its own. */
function jsonText(value: Json): string {
  const text = harmless(JSON.stringify(value));
  return text.length <= jsonCharacters ? text : `${text.slice(0, jsonCharacters - 1)}…`;
}
