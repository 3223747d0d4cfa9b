import type { Json, JsonObject } from "../../core/json.ts";
import { isObject, objectsOf } from "../json-object.ts";
import {
  mayBeFilled,
  mayBeObject,
  mayBeString,
  needKind,
  needMembers,
  needName,
  needString,
  type ParamCheck,
} from "../openai/check.ts";
import { complaint, type ApiComplaint } from "../openai/error.ts";
import { mayBeSaid, mustBeSaid } from "./parts.ts";

const ownCall = { name: needName, input: needString };
const functionCall = { name: needName, arguments: needString };
const identified = needMembers({ id: needString, type: needString });
const callOfKind = needKind({
  function: needMembers({ function: needMembers(functionCall) }),
  custom: needMembers({ custom: needMembers(ownCall) }),
});
const call: ParamCheck = (value, param) => identified(value, param) ?? callOfKind(value, param);

/** By role, in the API's order. */
const message = needKind(
  {
    system: needMembers({ content: mayBeSaid("system"), name: mayBeString }),
    assistant: needMembers({
      content: mayBeSaid("assistant"),
      tool_calls: mayBeFilled(call, "an array of objects"),
      refusal: mayBeString,
      audio: mayBeObject({ id: needString }),
      function_call: mayBeObject(functionCall),
      name: mayBeString,
    }),
    user: needMembers({ content: mayBeSaid("user"), name: mayBeString }),
    function: needMembers({ name: needString, content: mayBeString }),
    tool: needMembers({ tool_call_id: needString, content: mayBeSaid("tool") }),
    developer: needMembers({ content: mustBeSaid("developer"), name: mayBeString }),
  },
  "role",
);

/** What the API would refuse in the messages, each by itself. */
export const needMessages: ParamCheck = mayBeFilled(message, "an array of objects");

/** What it would refuse once all else is well: a call without its result, or a message without content. */
export function conversationComplaint(messages: readonly Json[]): ApiComplaint | null {
  const all = messages.filter(isObject);
  return contentComplaint(all) ?? pairingComplaint(all);
}

/** An assistant may have called, refused or spoken instead; nobody else may leave content out. */
function contentComplaint(messages: readonly JsonObject[]): ApiComplaint | null {
  const at = messages.findIndex((message) => {
    if (message.content !== undefined && message.content !== null) return false;
    return message.role !== "assistant" || instead.every((member) => message[member] == null);
  });
  if (at === -1) return null;
  const message = "Invalid value for 'content': expected a string, got null.";
  return complaint(message, `messages.[${at}].content`, null);
}

const instead = ["tool_calls", "function_call", "refusal", "audio"] as const;

/**
 * Every call is answered by the messages right after it, and nothing else is. What stands in the way is named
 * by its role, as in github.com/sdcb/chats pull request 132; where nothing follows, all messages are.
 */
function pairingComplaint(messages: readonly JsonObject[]): ApiComplaint | null {
  let open: Set<string> | null = null;
  const unanswered = (param: string): ApiComplaint | null => {
    if (open === null || open.size === 0) return null;
    const message = `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...open].join(", ")}`;
    return complaint(message, param, null);
  };
  for (const [index, message] of messages.entries()) {
    if (message.role === "tool") {
      const problem = resultComplaint(message, index, open);
      if (problem !== null) return problem;
      open?.delete(String(message.tool_call_id));
      continue;
    }
    const problem = unanswered(`messages.[${index}].role`);
    if (problem !== null) return problem;
    const calls = message.role === "assistant" ? objectsOf(message.tool_calls) : [];
    open = calls.length === 0 ? null : new Set(calls.map(({ id }) => String(id)));
  }
  return unanswered("messages");
}

function resultComplaint(
  { tool_call_id: id }: JsonObject,
  index: number,
  open: ReadonlySet<string> | null,
): ApiComplaint | null {
  if (open === null) {
    const message =
      "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.";
    return complaint(message, `messages.[${index}].role`, null);
  }
  if (open.has(String(id))) return null;
  const message = `Invalid parameter: 'tool_call_id' of '${String(id)}' not found in 'tool_calls' of previous message.`;
  return complaint(message, `messages.[${index}].tool_call_id`, null);
}
