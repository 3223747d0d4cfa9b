import type { Json, JsonObject } from "../../core/json.ts";
import { isObject } from "../json-object.ts";
import {
  checkMembers,
  mayBeList,
  mayBeString,
  needName,
  needObject,
  needString,
  type ParamCheck,
  wrongType,
  wrongValue,
} from "../openai/check.ts";
import { complaint, type ApiComplaint } from "../openai/error.ts";
import { customItemId, functionItemId } from "./output-items.ts";
import { mustBeReturned, mustBeSaid, summaryComplaint } from "./parts.ts";

const roles = ["assistant", "system", "developer", "user"] as const;

/** Every kind of item that the API's own types or its refusals name, in the order of the latter. */
const itemTypes = [
  "additional_tools",
  "agent_message",
  "apply_patch_call",
  "apply_patch_call_output",
  "code_interpreter_call",
  "compaction",
  "compaction_trigger",
  "computer_call",
  "computer_call_output",
  "configuration_update",
  "custom_tool_call",
  "custom_tool_call_output",
  "file_search_call",
  "function_call",
  "function_call_output",
  "image_generation_call",
  "item_reference",
  "local_shell_call",
  "local_shell_call_output",
  "mcp_approval_request",
  "mcp_approval_response",
  "mcp_call",
  "mcp_list_tools",
  "message",
  "multi_agent_call",
  "multi_agent_call_output",
  "program",
  "program_output",
  "reasoning",
  "shell_call",
  "shell_call_output",
  "tool_search_call",
  "tool_search_output",
  "web_search_call",
] as const;

/** What the API would refuse in one item of the input; the mock looks into those that it sends itself. */
export function itemComplaint(item: Json | undefined, param: string): ApiComplaint | null {
  if (!isObject(item)) return wrongType(param, "an input item", item ?? null);
  return kindComplaint(item, param) ?? checkMembers(item, usual, `${param}.`);
}

/** What several kinds have, and none of them must; a call's own id is looked at with its kind first. */
const usual = { id: mayBeString, call_id: mayBeString, status: mayBeString };

const output = { call_id: needString, output: mustBeReturned };

/** What the kinds that the mock sends or reads itself must hold. */
const kinds: Readonly<Record<string, Readonly<Record<string, ParamCheck>>>> = {
  function_call: { call_id: needString, name: needName, arguments: needString },
  custom_tool_call: { call_id: needString, name: needName, input: needString },
  function_call_output: output,
  custom_tool_call_output: output,
  reasoning: {
    summary: summaryComplaint,
    encrypted_content: mayBeString,
    content: mayBeList(needObject, "an array of objects"),
  },
  item_reference: { id: needString },
};

function kindComplaint(item: JsonObject, param: string): ApiComplaint | null {
  // A message may leave its type out, and so may a reference to what is kept.
  const isReference = item.role === undefined && typeof item.id === "string";
  const kind = item.type ?? (isReference ? "item_reference" : "message");
  if (kind === "message") return messageComplaint(item, param);
  const known = itemTypes.find((type) => type === kind);
  return known === undefined
    ? wrongValue(param, item.type, itemTypes)
    : checkMembers(item, kinds[known] ?? {}, `${param}.`);
}

function messageComplaint({ role, content }: JsonObject, param: string): ApiComplaint | null {
  const known = roles.find((one) => one === role);
  return known === undefined
    ? wrongValue(param, role, roles)
    : mustBeSaid(known)(content, `${param}.content`);
}

/** Every call of a client's tool has its output somewhere after it, and every output its call before it. */
export function pairingComplaint(items: readonly Json[]): ApiComplaint | null {
  const open = new Map<string, string>();
  const referenced = new Set<string>();
  for (const item of items) {
    if (!isObject(item)) continue;
    const callId = String(item.call_id);
    if (item.type === "item_reference") referenced.add(String(item.id));
    if (item.type === "function_call") open.set(callId, "function call");
    if (item.type === "custom_tool_call") open.set(callId, "custom tool call");
    const isCustom = item.type === "custom_tool_call_output";
    if (!isCustom && item.type !== "function_call_output") continue;
    const itemId = isCustom ? customItemId(callId) : functionItemId(callId);
    if (open.delete(callId) || referenced.has(itemId)) continue;
    const kind = isCustom ? "custom tool call" : "function call";
    const message = `No tool call found for ${kind} output with call_id ${callId}.`;
    return complaint(message, "input", null);
  }
  const [unanswered] = open;
  if (unanswered === undefined) return null;
  const [callId, kind] = unanswered;
  return complaint(`No tool output found for ${kind} ${callId}.`, "input", null);
}
