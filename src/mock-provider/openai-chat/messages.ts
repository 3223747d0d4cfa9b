import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject, objectsOf } from "../json-object.ts";
import {
  emptyList,
  firstOf,
  mayBeObject,
  mayBeString,
  missing,
  needName,
  needObject,
  needString,
  wrongType,
  wrongValue,
} from "../openai/check.ts";
import { complaint, type ApiComplaint } from "../openai/error.ts";
import { mayBeSaid, mustBeSaid } from "./parts.ts";

const roles = ["system", "assistant", "user", "function", "tool", "developer"] as const;

/** What the API would refuse in a message by itself. */
export function messagesComplaint(messages: readonly Json[]): ApiComplaint | null {
  return firstOf(messages.map((one, index) => () => messageComplaint(one, `messages[${index}]`)));
}

/** What it would refuse once all else is well: a call without its result, or a message without content. */
export function conversationComplaint(messages: readonly Json[]): ApiComplaint | null {
  const all = messages.filter(isObject);
  return contentComplaint(all) ?? pairingComplaint(all);
}

function messageComplaint(message: Json, param: string): ApiComplaint | null {
  if (!isObject(message)) return wrongType(param, "an object", message);
  const { role, content } = message;
  const name = () => mayBeString(message.name, `${param}.name`);
  switch (role) {
    case "developer":
      return mustBeSaid(role, content, `${param}.content`) ?? name();
    case "system":
    case "user":
      return mayBeSaid(role, content, `${param}.content`) ?? name();
    case "function":
      return needString(message.name, `${param}.name`) ?? mayBeString(content, `${param}.content`);
    case "tool":
      return (
        needString(message.tool_call_id, `${param}.tool_call_id`) ??
        mayBeSaid(role, content, `${param}.content`)
      );
    case "assistant":
      return assistantComplaint(message, param) ?? name();
    case undefined:
      return missing(`${param}.role`);
    default:
      return wrongValue(`${param}.role`, role, roles);
  }
}

function assistantComplaint(message: JsonObject, param: string): ApiComplaint | null {
  return firstOf([
    () => mayBeSaid("assistant", message.content, `${param}.content`),
    () => callsComplaint(message, param),
    () => mayBeString(message.refusal, `${param}.refusal`),
    () => mayBeObject({ id: needString })(message.audio, `${param}.audio`),
    () => oldCall(message.function_call, `${param}.function_call`),
  ]);
}

const oldCall = mayBeObject({ name: needName, arguments: needString });

function callsComplaint({ tool_calls: calls }: JsonObject, param: string): ApiComplaint | null {
  if (calls === undefined || calls === null) return null;
  if (!isArray(calls)) return wrongType(`${param}.tool_calls`, "an array of objects", calls);
  if (calls.length === 0) return emptyList(`${param}.tool_calls`);
  return firstOf(
    calls.map((one, index) => () => callComplaint(one, `${param}.tool_calls[${index}]`)),
  );
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

function callComplaint(call: Json, param: string): ApiComplaint | null {
  if (!isObject(call)) return wrongType(param, "an object", call);
  const problem = needString(call.id, `${param}.id`) ?? needString(call.type, `${param}.type`);
  if (problem !== null) return problem;
  const { type, function: called, custom } = call;
  if (type === "custom")
    return needObject(custom, `${param}.custom`) ?? ownCall(custom, `${param}.custom`);
  if (type !== "function") return wrongValue(`${param}.type`, type, ["function", "custom"]);
  const shape = needObject(called, `${param}.function`);
  if (shape !== null || !isObject(called)) return shape;
  return (
    needName(called.name, `${param}.function.name`) ??
    needString(called.arguments, `${param}.function.arguments`)
  );
}

const ownCall = mayBeObject({ name: needName, input: needString });

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
