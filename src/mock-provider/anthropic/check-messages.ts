import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject, objectsOf } from "../json-object.ts";
import { checkContent, systemBlocks } from "./check-content.ts";
import { firstComplaint } from "./first-complaint.ts";

/**
 * What the API demands of a conversation, in its words: roles, content that is not empty, and each tool
 * call answered in the message after it. Wordings as clients report them (anthropics/claude-code #8210, #13460).
 */
export function checkMessages(messages: Json | undefined): string | null {
  if (messages === undefined) return "messages: Field required";
  if (!isArray(messages)) return "messages: Input should be a valid list";
  if (messages.length === 0) return "messages: at least one message is required";
  const shapes = firstComplaint(messages, checkShape);
  if (shapes !== null) return shapes;
  const all = objectsOf(messages);
  if (all[0]?.role === "assistant") return 'messages: first message must use the "user" role';
  return (
    firstComplaint(all, (message, index) => checkWords(message, index, all.length - 1)) ??
    checkPairs(mergeTurns(all))
  );
}

function checkShape(message: Json, index: number): string | null {
  const path = `messages.${index}`;
  if (!isObject(message)) return `${path}: Input should be an object`;
  switch (message.role) {
    case "user":
    case "assistant":
      return checkContent(message.content, `${path}.content`);
    case "system":
      return checkContent(message.content, `${path}.content`, systemBlocks);
    case undefined:
      return `${path}.role: Field required`;
    default:
      return `messages: Unexpected role "${String(message.role)}". Allowed roles are "user", "assistant" and "system".`;
  }
}

/** Content must say something; the last message of an assistant may be empty: it is what goes on. */
function checkWords(message: JsonObject, index: number, last: number): string | null {
  const { content } = message;
  const mayBeEmpty = index === last && message.role === "assistant";
  const isEmpty = content === "" || (isArray(content) && content.length === 0);
  if (isEmpty)
    return mayBeEmpty
      ? null
      : `messages.${index}: all messages must have non-empty content except for the optional final assistant message`;
  const texts = textsOf(content);
  if (texts.includes("")) return "messages: text content blocks must be non-empty";
  if (texts.some((text) => text.trim() === ""))
    return "messages: text content blocks must contain non-whitespace text";
  const end = texts.at(-1);
  const endsWithText = typeof content === "string" || objectsOf(content).at(-1)?.type === "text";
  if (mayBeEmpty && endsWithText && end !== end?.trimEnd())
    return "messages: final assistant content cannot end with trailing whitespace";
  return null;
}

function textsOf(content: Json | undefined): readonly string[] {
  if (typeof content === "string") return [content];
  return objectsOf(content).flatMap(({ type, text }) =>
    type === "text" && typeof text === "string" ? [text] : [],
  );
}

/** Messages of one role in a row are one turn. `index` is that of the first. */
interface Turn {
  readonly role: Json | undefined;
  readonly index: number;
  readonly blocks: readonly JsonObject[];
}

function mergeTurns(messages: readonly JsonObject[]): readonly Turn[] {
  const turns: Turn[] = [];
  for (const [index, { role, content }] of messages.entries()) {
    const blocks = objectsOf(content);
    const before = turns.at(-1);
    // What the system says in between is nobody's turn.
    if (role === "system") continue;
    if (before?.role === role)
      turns[turns.length - 1] = { ...before!, blocks: [...before!.blocks, ...blocks] };
    else turns.push({ role, index, blocks });
  }
  return turns;
}

function checkPairs(turns: readonly Turn[]): string | null {
  const seen = new Set<string>();
  return firstComplaint(turns, (turn, place) => {
    const path = `messages.${turn.index}`;
    const before = turns[place - 1];
    const called = turn.role === "user" && before !== undefined ? callsOf(before) : [];
    const answered = new Set<string>();
    const results = firstComplaint(turn.blocks, (block, index) => {
      if (block.type !== "tool_result") return null;
      const id = String(block.tool_use_id);
      if (!called.includes(id))
        return `${path}.content.${index}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`;
      if (answered.has(id))
        return `${path}.content.${index}: each tool_use must have a single result. Found multiple \`tool_result\` blocks with id: ${id}`;
      answered.add(id);
      return null;
    });
    if (results !== null) return results;
    const calls = callsOf(turn);
    for (const id of calls) {
      if (seen.has(id)) return `${path}: \`tool_use\` ids must be unique`;
      seen.add(id);
    }
    const missing = turn.role === "assistant" ? unanswered(calls, turns[place + 1]) : [];
    return missing.length === 0
      ? null
      : `${path}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(", ")}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`;
  });
}

const callsOf = ({ blocks }: Turn): readonly string[] =>
  blocks.flatMap((block) => (block.type === "tool_use" ? [String(block.id)] : []));

/** Results count up to the first block that is none: what comes after other content comes too late. */
function unanswered(calls: readonly string[], next: Turn | undefined): readonly string[] {
  if (calls.length === 0) return [];
  const blocks = next?.blocks ?? [];
  const end = blocks.findIndex(({ type }) => type !== "tool_result");
  const leading = end === -1 ? blocks : blocks.slice(0, end);
  const answered = new Set(leading.map((block) => String(block.tool_use_id)));
  return calls.filter((id) => !answered.has(id));
}
