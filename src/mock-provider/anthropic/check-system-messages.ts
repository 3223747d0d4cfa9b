import type { JsonObject } from "../../core/json.ts";
import { isArray, objectsOf } from "../json-object.ts";
import { firstComplaint } from "../shape.ts";

const anywhere =
  "the directive-only form (content: [] with output_config) is accepted at any position";

const kinds: ReadonlySet<unknown> = new Set(["text", "tool_addition", "tool_removal"]);

/**
 * What the system may say between the turns, and where: after a person and before the assistant or at the end,
 * several in a row counting as one. In the order in which the API looked in August 2026
 * (github.com/kangminlee-maker/local-OAuth-CLI-API-adapter, docs/conformance-matrix.md, 5.5.7).
 */
export function checkSystemMessages(messages: readonly JsonObject[]): string | null {
  return firstComplaint(messages, ({ role, content }, index) => {
    if (role !== "system") return null;
    const path = `messages.${index}`;
    const blocks =
      typeof content === "string" ? [{ type: "text", text: content }] : objectsOf(content);
    if (isArray(content) && content.length === 0)
      return `${path}: system content must contain at least one block`;
    if (blocks.some(({ type }) => !kinds.has(type)))
      return `${path}: role 'system' supports text, tool_addition, and tool_removal blocks only`;
    if (index === 0)
      return `${path}: use the top-level 'system' parameter for the initial system prompt; ${anywhere}`;
    return (
      checkPlace(messages, index) ??
      (blocks.some(({ type, text }) => type === "text" && String(text).trim() === "")
        ? `${path}: system text blocks must contain non-whitespace text`
        : null)
    );
  });
}

function checkPlace(messages: readonly JsonObject[], index: number): string | null {
  const before = messages[index - 1];
  if (before?.role === "assistant" && !endsWithServerResult(before))
    return `messages.${index}: role 'system' must follow a 'user' message or an 'assistant' message ending in a server tool result; ${anywhere}`;
  return messages[index + 1]?.role === "user"
    ? `messages.${index}: role 'system' must precede an 'assistant' message or end the array; ${anywhere}`
    : null;
}

function endsWithServerResult({ content }: JsonObject): boolean {
  const type = objectsOf(content).at(-1)?.type;
  return typeof type === "string" && type !== "tool_result" && type.endsWith("_tool_result");
}
