import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject, objectsOf } from "../json-object.ts";
import { readingFrom } from "../reading/reading-from.ts";
import {
  hasUnlisted,
  type RequestReading,
  type ToolChoice,
  namesOfTools,
} from "../request-reading.ts";
import { callSaid, contentSaid, resultSaid, type Role, roleOf, type Said } from "../said.ts";
import { lastWordsOf, type WordsAt, wordsIn } from "../request-words.ts";

export function readingOf(body: JsonObject): RequestReading {
  const { system, messages, tools, tool_choice: choice, model, stream } = body;
  const isListedElsewhere =
    isArray(body.mcp_servers) ||
    hasUnlisted(tools) ||
    objectsOf(system).some(({ type }) => type === "tool_addition");
  const plain = {
    said: [
      ...contentSaid("system", system, blockSaid),
      ...objectsOf(messages).flatMap(({ role, content }) =>
        contentSaid(roleOf(role), content, blockSaid),
      ),
    ],
    text: [system, messages].flatMap((one) => wordsIn(one, wordsAt)).join("\n"),
    tools: isListedElsewhere ? null : namesOfTools(tools, ({ name }) => name),
    textTools: [],
    toolChoice: toolChoiceOf(choice),
    hasParallelCalls: !isObject(choice) || choice.disable_parallel_tool_use !== true,
    model: model ?? null,
    isStreamed: stream === true,
  };
  return readingFrom(plain, lastWordsOf(isArray(messages) ? messages.at(-1) : undefined, wordsAt));
}

function toolChoiceOf(choice: Json | undefined): ToolChoice {
  if (!isObject(choice)) return { type: "free" };
  switch (choice.type) {
    case "none":
      return { type: "none" };
    case "any":
      return { type: "required", tools: null };
    case "tool":
      return { type: "required", tools: [String(choice.name)] };
    default:
      return { type: "free" };
  }
}

function blockSaid(role: Role, block: JsonObject): readonly Said[] {
  switch (block.type) {
    case "text":
      return [{ type: "text", role, text: String(block.text) }];
    case "tool_use":
      return [callSaid(block.id, block.name, block.input)];
    case "tool_result":
      return [resultSaid(block.tool_use_id, wordsIn(block.content, wordsAt).join("\n"))];
    case "thinking":
    case "redacted_thinking":
      return [];
    default:
      return [{ type: "other", role, block: withoutMarks(block) }];
  }
}

/** What names and marks parts, or carries what is no text, and is not read. */
const unread: ReadonlySet<string> = new Set([
  "cache_control",
  "data",
  "encrypted_content",
  "encrypted_index",
  "encrypted_stdout",
  "file_id",
  "id",
  "media_type",
  "name",
  "role",
  "signature",
  "status",
  "tool_use_id",
  "type",
]);

function wordsAt(member: string, value: Json, { type }: JsonObject): WordsAt {
  if (member === "input" && type === "tool_use") return { type: "input", value };
  if (member === "source" && isObject(value)) return { type: "words", value: sourceWords(value) };
  return unread.has(member) ? { type: "nothing" } : { type: "words", value };
}

/** Of a picture or a document only what was sent as text is words. */
function sourceWords({ type, data, content }: JsonObject): Json | undefined {
  switch (type) {
    case "text":
      return data;
    case "content":
      return content;
    default:
      return undefined;
  }
}

/** Where the cache is to be used is no part of what is said. */
function withoutMarks(value: Json): Json {
  if (isArray(value)) return value.map(withoutMarks);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([member]) => member !== "cache_control")
      .map(([member, held]) => [member, withoutMarks(held)]),
  );
}
