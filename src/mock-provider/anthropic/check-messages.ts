import type { Json } from "../../core/json.ts";
import { isArray, isObject } from "../json-object.ts";
import { messageContent, systemContent } from "./check-content.ts";
import { text } from "./check-shape.ts";
import type { Members } from "../shape.ts";
import { firstComplaint } from "../shape.ts";

/** Members that a message may have besides; with a beta there may be more. */
const messageMembers: ReadonlySet<string> = new Set(["role", "content"]);

/**
 * What each message must look like by itself. Wordings as the API answered in August 2026
 * (github.com/kangminlee-maker/local-OAuth-CLI-API-adapter, docs/conformance-matrix.md, 5.5.7).
 */
export function checkMessages(messages: Json | undefined, members: Members): string | null {
  if (messages === undefined) return "messages: Field required";
  if (!isArray(messages)) return "messages: Input should be a valid array";
  if (messages.length === 0) return "messages: at least one message is required";
  return firstComplaint(messages, (message, index) => checkMessage(message, index, members));
}

function checkMessage(message: Json, index: number, members: Members): string | null {
  const path = `messages.${index}`;
  if (!isObject(message)) return `${path}: Input should be an object`;
  const { role, content } = message;
  if (role === undefined) return `${path}.role: Field required`;
  if (typeof role !== "string") return text(role, `${path}.role`, members);
  if (role !== "user" && role !== "assistant" && role !== "system")
    return `messages: Unexpected role "${role.slice(0, 80)}". Allowed roles are "user" or "assistant"`;
  if (content === undefined) return `${path}.content: Field required`;
  const look = role === "system" ? systemContent : messageContent;
  const wrong = look(content, `${path}.content`, members);
  if (wrong !== null || members === "any") return wrong;
  const unknown = Object.keys(message).find((member) => !messageMembers.has(member));
  return unknown === undefined
    ? null
    : `${path}.${unknown.slice(0, 80)}: Extra inputs are not permitted`;
}
