import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject } from "../json-object.ts";
import {
  firstOf,
  missing,
  needContent,
  needName,
  needString,
  wrongType,
  wrongValue,
} from "../openai/check.ts";
import { complaint, type Complaint } from "../openai/error.ts";
import { functionItemId } from "./output.ts";

const roles = ["assistant", "system", "developer", "user"] as const;

/** Every kind of item that the API's own types name. */
const itemTypes = [
  "message",
  "function_call",
  "function_call_output",
  "reasoning",
  "item_reference",
  "custom_tool_call",
  "custom_tool_call_output",
  "web_search_call",
  "file_search_call",
  "computer_call",
  "computer_call_output",
  "code_interpreter_call",
  "image_generation_call",
  "local_shell_call",
  "local_shell_call_output",
  "shell_call",
  "shell_call_output",
  "apply_patch_call",
  "apply_patch_call_output",
  "tool_search_call",
  "tool_search_output",
  "mcp_list_tools",
  "mcp_approval_request",
  "mcp_approval_response",
  "mcp_call",
  "compaction",
  "compaction_trigger",
  "additional_tools",
  "configuration_update",
  "program",
  "program_output",
] as const;

/** What the API would refuse in one item of the input; the mock looks into those that it sends itself. */
export function itemComplaint(item: Json, param: string): Complaint | null {
  if (!isObject(item)) return wrongType(param, "an object", item);
  // A message may leave its type out.
  switch (item.type ?? "message") {
    case "message":
      return messageComplaint(item, param);
    case "function_call":
      return firstOf([
        () => needString(item.call_id, `${param}.call_id`),
        () => needName(item.name, `${param}.name`),
        () => needString(item.arguments, `${param}.arguments`),
      ]);
    case "function_call_output":
      return (
        needString(item.call_id, `${param}.call_id`) ?? needContent(item.output, `${param}.output`)
      );
    case "reasoning":
      if (item.summary === undefined) return missing(`${param}.summary`);
      return isArray(item.summary)
        ? null
        : wrongType(`${param}.summary`, "an array of objects", item.summary);
    case "item_reference":
      return needString(item.id, `${param}.id`);
    default:
      return itemTypes.some((known) => known === item.type)
        ? null
        : wrongValue(`${param}.type`, String(item.type), itemTypes);
  }
}

function messageComplaint({ role, content }: JsonObject, param: string): Complaint | null {
  if (role === undefined) return missing(`${param}.role`);
  return roles.some((known) => known === role)
    ? needContent(content, `${param}.content`)
    : wrongValue(`${param}.role`, String(role), roles);
}

/** Every call of a function has its output somewhere after it, and every output its call before it. */
export function pairingComplaint(items: readonly Json[]): Complaint | null {
  const open = new Set<string>();
  const referenced = new Set<string>();
  for (const item of items) {
    if (!isObject(item)) continue;
    const callId = String(item.call_id);
    if (item.type === "item_reference") referenced.add(String(item.id));
    if (item.type === "function_call") open.add(callId);
    if (item.type !== "function_call_output") continue;
    if (open.delete(callId) || referenced.has(functionItemId(callId))) continue;
    const message = `No tool call found for function call output with call_id ${callId}.`;
    return complaint(message, "input", null);
  }
  const [unanswered] = open;
  if (unanswered === undefined) return null;
  return complaint(`No tool output found for function call ${unanswered}.`, "input", null);
}
