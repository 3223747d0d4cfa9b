import type { Json, JsonObject } from "../../core/json.ts";
import { isObject, objectsOf } from "../json-object.ts";
import { hasUnlisted, type ToolChoice, namesOfTools } from "../request-reading.ts";
import type { Role, Said } from "../said.ts";
import { nameOfTool } from "./offered.ts";
import type { WordsAt } from "../request-words.ts";

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
export function wordsAt(member: string, value: Json, holder: JsonObject): WordsAt {
  if (member === "arguments") return { type: "input", value };
  // What the mock was to encrypt it said as it is: so a task that one agent gives another stays readable.
  if (member === "encrypted_content" && holder.type === member) return { type: "words", value };
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
  return lists.some(hasUnlisted) ? null : lists.flatMap((list) => namesOfTools(list, nameOfTool));
}

/** A choice in words, of one tool, or of some of them; Chat Completions has the latter one level down. */
export function toolChoiceOf(choice: Json | undefined): ToolChoice {
  if (choice === "none") return { type: "none" };
  if (choice === "required") return { type: "required", tools: null };
  if (!isObject(choice)) return { type: "free" };
  if (choice.type !== "allowed_tools")
    return { type: "required", tools: [String(nameOfTool(choice) ?? choice.type)] };
  const { mode, tools } = isObject(choice.allowed_tools) ? choice.allowed_tools : choice;
  const names = objectsOf(tools).map((tool) => String(nameOfTool(tool) ?? tool.type));
  return { type: mode === "required" ? "required" : "allowed", tools: names };
}
