import type { Json, JsonObject } from "../../core/json.ts";
import { isObject } from "../json-object.ts";
import { hasUnlisted, toolNames } from "../request-reading.ts";
import type { Role, Said } from "../said.ts";
import type { WordsAt } from "../words.ts";

/** What names and marks parts, or carries what is no text, and is not read. */
const unread: ReadonlySet<string> = new Set([
  "call_id",
  "data",
  "detail",
  "encrypted_content",
  "file_data",
  "file_id",
  "file_url",
  "id",
  "image_url",
  "input_audio",
  "name",
  "phase",
  "prompt_cache_breakpoint",
  "role",
  "status",
  "tool_call_id",
  "type",
]);

/** A tool's input is JSON text in both dialects. */
export function wordsAt(member: string, value: Json): WordsAt {
  if (member === "arguments") return { type: "input", value };
  return unread.has(member) ? { type: "nothing" } : { type: "words", value };
}

export function blockSaid(role: Role, block: JsonObject): readonly Said[] {
  switch (block.type) {
    case "text":
    case "input_text":
    case "output_text":
      return [{ type: "text", role, text: String(block.text) }];
    default:
      return [{ type: "other", role, block }];
  }
}

/** The names of the tools in these lists, where all of them stand there. */
export function namesIn(...lists: readonly (Json | undefined)[]): readonly string[] | null {
  return lists.some(hasUnlisted) ? null : lists.flatMap((list) => toolNames(list, nameOf));
}

/** Chat Completions has a tool's name one level down. */
function nameOf(tool: JsonObject): Json | undefined {
  const named = [tool, tool.function, tool.custom].filter((one) => isObject(one));
  return named.map(({ name }) => name).find((name) => typeof name === "string");
}
