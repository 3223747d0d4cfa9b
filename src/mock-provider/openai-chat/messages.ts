import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject, objectsOf } from "../json-object.ts";
import {
  emptyList,
  firstOf,
  missing,
  needContent,
  needName,
  needObject,
  needString,
  wrongType,
  wrongValue,
} from "../openai/check.ts";
import { complaint, type Complaint } from "../openai/error.ts";

const roles = ["system", "assistant", "user", "function", "tool", "developer"] as const;

/** What the API would refuse in a conversation: a message's shape, or a call without its result. */
export function complaintAboutMessages(messages: readonly Json[]): Complaint | null {
  return firstOf([
    ...messages.map((message, index) => () => messageComplaint(message, `messages[${index}]`)),
    () => pairingComplaint(messages.filter(isObject)),
  ]);
}

function messageComplaint(message: Json, param: string): Complaint | null {
  if (!isObject(message)) return wrongType(param, "an object", message);
  switch (message.role) {
    case "system":
    case "developer":
    case "user":
      return needContent(message.content, `${param}.content`);
    case "function":
      return needString(message.name, `${param}.name`);
    case "tool":
      return (
        needString(message.tool_call_id, `${param}.tool_call_id`) ??
        needContent(message.content, `${param}.content`)
      );
    case "assistant":
      return assistantComplaint(message, param);
    case undefined:
      return missing(`${param}.role`);
    default:
      return wrongValue(`${param}.role`, String(message.role), roles);
  }
}

/** An assistant that says nothing must have called something. */
function assistantComplaint(message: JsonObject, param: string): Complaint | null {
  const { content, tool_calls: calls, refusal, function_call: call } = message;
  if (calls === undefined || calls === null) {
    const saysNothing = content === undefined || content === null;
    if (saysNothing && (refusal != null || call != null)) return null;
    return content === null
      ? wrongType(`${param}.content`, "a string", content)
      : needContent(content, `${param}.content`);
  }
  if (!isArray(calls)) return wrongType(`${param}.tool_calls`, "an array of objects", calls);
  if (calls.length === 0) return emptyList(`${param}.tool_calls`);
  return firstOf([
    ...calls.map((one, index) => () => callComplaint(one, `${param}.tool_calls[${index}]`)),
    () => (content == null ? null : needContent(content, `${param}.content`)),
  ]);
}

function callComplaint(call: Json, param: string): Complaint | null {
  if (!isObject(call)) return wrongType(param, "an object", call);
  const problem = needString(call.id, `${param}.id`) ?? needString(call.type, `${param}.type`);
  if (problem !== null || call.type !== "function") return problem;
  const { function: called } = call;
  const shape = needObject(called, `${param}.function`);
  if (shape !== null || !isObject(called)) return shape;
  return (
    needName(called.name, `${param}.function.name`) ??
    needString(called.arguments, `${param}.function.arguments`)
  );
}

/** Every call is answered by the messages right after it, and nothing else is. */
function pairingComplaint(messages: readonly JsonObject[]): Complaint | null {
  let open: Set<string> | null = null;
  let openIn = 0;
  const unanswered = (): Complaint | null => {
    if (open === null || open.size === 0) return null;
    const message = `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...open].join(", ")}`;
    return complaint(message, `messages.[${openIn}].tool_calls`, null);
  };
  for (const [index, message] of messages.entries()) {
    if (message.role === "tool") {
      const problem = resultComplaint(message, index, open);
      if (problem !== null) return problem;
      open?.delete(String(message.tool_call_id));
      continue;
    }
    const problem = unanswered();
    if (problem !== null) return problem;
    const calls = message.role === "assistant" ? objectsOf(message.tool_calls) : [];
    open = calls.length === 0 ? null : new Set(calls.map(({ id }) => String(id)));
    openIn = index;
  }
  return unanswered();
}

function resultComplaint(
  { tool_call_id: id }: JsonObject,
  index: number,
  open: ReadonlySet<string> | null,
): Complaint | null {
  if (open === null) {
    const message =
      "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.";
    return complaint(message, `messages.[${index}].role`, null);
  }
  if (open.has(String(id))) return null;
  const message = `Invalid parameter: 'tool_call_id' of '${String(id)}' not found in 'tool_calls' of previous message.`;
  return complaint(message, `messages.[${index}].tool_call_id`, null);
}
