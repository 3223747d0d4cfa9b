import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject, objectsOf } from "../json-object.ts";
import { firstComplaint } from "./first-complaint.ts";

const toolName = /^[a-zA-Z0-9_-]{1,128}$/;

/** What a request may say of tools, and which of them a model must call. */
export function checkTools({ tools, tool_choice, thinking }: JsonObject): string | null {
  if (tools !== undefined && !isArray(tools)) return "tools: Input should be a valid list";
  return (
    firstComplaint(tools ?? [], checkTool) ??
    (hasDoubles(objectsOf(tools)) ? "tools: Tool names must be unique." : null) ??
    (tool_choice === undefined ? null : checkChoice(tool_choice, objectsOf(tools), thinking))
  );
}

function checkTool(tool: Json, index: number): string | null {
  const path = `tools.${index}`;
  if (!isObject(tool)) return `${path}: Input should be an object`;
  const { type } = tool;
  // The provider's own tools have a type each, and each its own members.
  if (type !== undefined && type !== null && type !== "custom")
    return typeof type === "string" ? null : `${path}.type: Input should be a valid string`;
  const { name, input_schema: schema, description } = tool;
  if (name === undefined) return `${path}.custom.name: Field required`;
  if (typeof name !== "string" || !toolName.test(name))
    return `${path}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`;
  if (description !== undefined && typeof description !== "string")
    return `${path}.custom.description: Input should be a valid string`;
  if (schema === undefined) return `${path}.custom.input_schema: Field required`;
  if (!isObject(schema)) return `${path}.custom.input_schema: Input should be an object`;
  if (schema.type === undefined) return `${path}.custom.input_schema.type: Field required`;
  return schema.type === "object"
    ? null
    : `${path}.custom.input_schema.type: Input should be 'object'`;
}

function hasDoubles(tools: readonly JsonObject[]): boolean {
  const names = tools.flatMap(({ name }) => (typeof name === "string" ? [name] : []));
  return new Set(names).size < names.length;
}

/** Every choice there is; one of the SDK's that is missing here fails a test. */
export const toolChoices = ["any", "auto", "none", "tool"] as const;

function checkChoice(
  choice: Json,
  tools: readonly JsonObject[],
  thinking: Json | undefined,
): string | null {
  if (!isObject(choice)) return "tool_choice: Input should be an object";
  const { type, name } = choice;
  if (type === undefined) return "tool_choice.type: Field required";
  if (!toolChoices.some((known) => known === type))
    return `tool_choice: Input tag '${String(type)}' found using 'type' does not match any of the expected tags: ${toolChoices.map((known) => `'${known}'`).join(", ")}`;
  if (tools.length === 0)
    return "tool_choice: tool_choice may only be specified while providing tools";
  const isForced = type === "any" || type === "tool";
  if (isForced && isObject(thinking) && thinking.type === "enabled")
    return "Thinking may not be enabled when tool_choice forces tool use.";
  if (type !== "tool") return null;
  if (typeof name !== "string") return "tool_choice.tool.name: Field required";
  return tools.some((tool) => tool.name === name)
    ? null
    : `tool_choice.tool: Tool '${name}' not found in provided tools`;
}
