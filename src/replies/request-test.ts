import type { Json, JsonObject } from "../core/json.ts";
import type { RequestTest } from "../mock-provider/reply.ts";

/** What a reply's `when` says of a request. `threw`: a predicate did not come to a verdict. */
export type Fit =
  | { readonly type: "holds" }
  | { readonly type: "differs" }
  | { readonly type: "threw"; readonly why: string };

/** Whether a request holds what a reply's `when` asks for. `text` is the body's (`textOf`). */
export function fitOf(test: RequestTest, body: JsonObject, text: string): Fit {
  switch (test.type) {
    case "contains":
      return verdict(text.includes(test.text));
    case "matches":
      return verdict(new RegExp(test.pattern, test.flags.replace(/[gy]/g, "")).test(text));
    case "predicate":
      return verdictOf(test.test, body);
  }
}

const verdict = (holds: boolean): Fit => ({ type: holds ? "holds" : "differs" });

/** It is a user's code: that it fails is no reason to fail with it. */
function verdictOf(test: (body: JsonObject) => boolean, body: JsonObject): Fit {
  try {
    const accepts: unknown = test(body);
    if (accepts instanceof Promise) {
      accepts.catch(() => {});
      return { type: "threw", why: "it returned a promise; it must say true or false at once" };
    }
    return verdict(Boolean(accepts));
  } catch (error) {
    const what = error instanceof Error ? String(error) : "what is no error";
    return { type: "threw", why: `it threw ${what}` };
  }
}

export function describeTest(test: RequestTest): string {
  switch (test.type) {
    case "contains":
      return `contains ${JSON.stringify(test.text)}`;
    case "matches":
      return `matches /${test.pattern}/${test.flags}`;
    case "predicate":
      return `${test.description} accepts`;
  }
}

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
