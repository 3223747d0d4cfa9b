import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, objectsOf } from "../json-object.ts";
import { checkPairs } from "./check-pairs.ts";
import { checkSystemMessages } from "./check-system-messages.ts";
import { firstComplaint } from "../shape.ts";
import { type MergedTurn, mergedTurns } from "./turns.ts";

/** What the API demands of messages among each other, once each of them is well-formed. */
export function checkConversation(messages: readonly JsonObject[]): string | null {
  const turns = mergedTurns(messages);
  return (
    checkSystemMessages(messages) ??
    firstComplaint(turns, checkFilled) ??
    firstComplaint(messages, (message, index) => checkWords(message, index, messages.length - 1)) ??
    checkPairs(turns)
  );
}

const isEmpty = ({ content }: JsonObject): boolean =>
  content === "" || (isArray(content) && content.length === 0);

/**
 * A person must say something in a turn, though not in each of its messages; an assistant need not. As the API
 * answered in August 2026 (github.com/kangminlee-maker/local-OAuth-CLI-API-adapter); before that year it said
 * `all messages must have non-empty content except for the optional final assistant message`.
 */
function checkFilled({ role, index, messages }: MergedTurn): string | null {
  return role === "user" && messages.every(isEmpty)
    ? `messages.${index}: user messages must have non-empty content`
    : null;
}

/** Wordings as in github.com/anthropics/claude-code issues 56443 and 23440. */
function checkWords(message: JsonObject, index: number, last: number): string | null {
  const { role, content } = message;
  // Whether a message says anything at all is another check.
  if (role === "system" || isEmpty(message)) return null;
  const texts = textsOf(content);
  if (texts.includes("")) return "messages: text content blocks must be non-empty";
  if (texts.some((text) => text.trim() === ""))
    return "messages: text content blocks must contain non-whitespace text";
  const end = texts.at(-1);
  const endsWithText = typeof content === "string" || objectsOf(content).at(-1)?.type === "text";
  return index === last && role === "assistant" && endsWithText && end !== end?.trimEnd()
    ? "messages: final assistant content cannot end with trailing whitespace"
    : null;
}

function textsOf(content: Json | undefined): readonly string[] {
  if (typeof content === "string") return [content];
  return objectsOf(content).flatMap(({ type, text }) =>
    type === "text" && typeof text === "string" ? [text] : [],
  );
}
