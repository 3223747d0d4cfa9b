import type { Json, JsonObject } from "../core/json.ts";

/** Where the words of a request stand, on each wire. */
const wordMembers = ["system", "instructions", "messages", "input"] as const;

/**
 * All text that a model reads of a request, in its order: system, messages, the inputs of tool calls and their
 * results. Not what tools there are.
 */
export function textOf(body: JsonObject): string {
  const texts: string[] = [];
  for (const member of wordMembers) collect(body[member], texts);
  return texts.join("\n");
}

/** What names and marks parts, or carries what is no text, and is not read. */
const unread: ReadonlySet<string> = new Set([
  "cache_control",
  "call_id",
  "data",
  "detail",
  "encrypted_content",
  "encrypted_index",
  "encrypted_stdout",
  "file_data",
  "file_id",
  "file_url",
  "id",
  "image_url",
  "input_audio",
  "media_type",
  "name",
  "phase",
  "prompt_cache_breakpoint",
  "role",
  "signature",
  "status",
  "tool_call_id",
  "tool_use_id",
  "type",
]);

function collect(value: Json | undefined, texts: string[]): void {
  if (typeof value === "string") texts.push(value);
  else if (Array.isArray(value)) for (const item of value) collect(item as Json, texts);
  else if (isObject(value))
    for (const [name, member] of Object.entries(value)) {
      if (name === "arguments") collectAll(parsed(member), texts);
      else if (name === "input" && value.type === "tool_use") collectAll(member, texts);
      else if (name === "source" && isObject(member)) collect(wordsIn(member), texts);
      else if (!unread.has(name)) collect(member, texts);
    }
}

/** Of a picture or a document only what was sent as text is words. */
function wordsIn({ type, data, content }: JsonObject): Json | undefined {
  switch (type) {
    case "text":
      return data;
    case "content":
      return content;
    default:
      return undefined;
  }
}

/** A tool's input has members of its own, whatever they are called. */
function collectAll(value: Json, texts: string[]): void {
  if (typeof value === "string") texts.push(value);
  else if (value !== null && typeof value === "object")
    for (const member of Object.values(value)) collectAll(member as Json, texts);
}

/** OpenAI's wires carry a tool's input as JSON text. */
function parsed(value: Json): Json {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

const isObject = (value: Json | undefined): value is JsonObject =>
  value !== null && typeof value === "object" && !Array.isArray(value);
