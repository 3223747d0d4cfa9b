import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject, objectsOf } from "../json-object.ts";
import { checkControl } from "./check-cache-control.ts";
import {
  anything,
  checkTag,
  dictionary,
  flag,
  integer,
  listOf,
  type Look,
  object,
  openShape,
  shape,
  text,
} from "./check-shape.ts";
import type { Members } from "../shape.ts";

const toolName = /^[a-zA-Z0-9_-]{1,128}$/;
const nameCharactersMax = 128;

/** The provider's own tools, by the types that this SDK knows; one that is missing here fails a test. */
export const providerTools = [
  "bash_20250124",
  "browser_toolset_20260801",
  "code_execution_20250522",
  "code_execution_20250825",
  "code_execution_20260120",
  "code_execution_20260521",
  "computer_toolset_20260801",
  "memory_20250818",
  "text_editor_20250124",
  "text_editor_20250429",
  "text_editor_20250728",
  "tool_search_tool_bm25",
  "tool_search_tool_bm25_20251119",
  "tool_search_tool_regex",
  "tool_search_tool_regex_20251119",
  "web_fetch_20250910",
  "web_fetch_20260209",
  "web_fetch_20260309",
  "web_fetch_20260318",
  "web_search_20250305",
  "web_search_20260209",
  "web_search_20260318",
] as const;

/** How tools and the choice among them must look, the choice first: so the API looked in August 2026. */
export function checkToolShapes(
  { tools, tool_choice: choice }: JsonObject,
  members: Members,
): string | null {
  const wrong = choice === undefined ? null : checkChoiceShape(choice, members);
  if (wrong !== null || tools === undefined) return wrong;
  return listOf(checkTool)(tools, "tools", members);
}

const checkTool: Look = (tool, path, members) => {
  if (!isObject(tool)) return object(tool, path, members);
  const type = tool.type ?? "custom";
  return type === "custom"
    ? (checkCustomTool(tool, `${path}.custom`, members) ?? checkControl(tool, `${path}.custom`))
    : checkProviderTool(tool, path, members);
};

/** Each has its own members: what any of them calls by one of these names looks like this. */
const providerShape = openShape(
  { type: text },
  {
    name: text,
    allowed_callers: listOf(text),
    allowed_domains: listOf(text),
    blocked_domains: listOf(text),
    citations: object,
    defer_loading: flag,
    max_characters: integer,
    max_content_tokens: integer,
    max_uses: integer,
    strict: flag,
    use_cache: flag,
    user_location: object,
  },
);

/** With a beta there are more of them. */
function checkProviderTool(tool: JsonObject, path: string, members?: Members): string | null {
  const { type } = tool;
  if (typeof type !== "string") return `${path}.type: Input should be a valid string`;
  const wrong = members === "any" ? null : checkTag(type, path, ["custom", ...providerTools]);
  const inside = `${path}.${type.slice(0, 80)}`;
  return wrong ?? providerShape(tool, inside, members) ?? checkControl(tool, inside);
}

/** Wordings as many clients report them: names with dots, names that a server's prefix makes too long. */
const customName: Look = (name, path, members) => {
  if (typeof name !== "string") return text(name, path, members);
  if (name.length > nameCharactersMax)
    return `${path}: String should have at most ${nameCharactersMax} characters`;
  return toolName.test(name) ? null : `${path}: String should match pattern '${toolName.source}'`;
};

const customShape = shape(
  { name: customName, input_schema: checkSchema },
  {
    type: anything,
    description: text,
    allowed_callers: listOf(text),
    cache_control: anything,
    defer_loading: flag,
    eager_input_streaming: flag,
    input_examples: listOf(dictionary),
    strict: flag,
  },
);

/** The API takes no `null` for a description. */
const checkCustomTool: Look = (tool, path, members) =>
  isObject(tool) && tool.description === null
    ? text(null, `${path}.description`, members)
    : customShape(tool, path, members);

/** Of what a schema says, the one rule of the API's own, and the two that are broken most. */
function checkSchema(schema: Json | undefined, path: string): string | null {
  if (!isObject(schema)) return `${path}: Input should be an object`;
  const { type, properties, required } = schema;
  if (type === undefined) return `${path}.type: Field required`;
  if (type !== "object") return `${path}.type: Input should be 'object'`;
  if (["oneOf", "allOf", "anyOf"].some((member) => member in schema))
    return `${path}: input_schema does not support oneOf, allOf, or anyOf at the top level`;
  const isWell =
    (properties == null || isObject(properties)) &&
    (required == null || (isArray(required) && required.every((one) => typeof one === "string")));
  return isWell
    ? null
    : `${path}: JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12). Learn more about tool use at https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview.`;
}

/** Every choice there is, in the API's own order; one of the SDK's that is missing here fails a test. */
export const toolChoices = ["auto", "any", "tool", "none"] as const;

const mayBeAlone = { disable_parallel_tool_use: flag };

const choiceShapes: Readonly<Record<(typeof toolChoices)[number], Look>> = {
  auto: shape({ type: text }, mayBeAlone),
  any: shape({ type: text }, mayBeAlone),
  tool: shape({ type: text, name: text }, mayBeAlone),
  none: shape({ type: text }, {}),
};

/** As in github.com/aegis-gateway/aegis-ai-gateway, which asked the API in August 2026. */
function checkChoiceShape(choice: Json, members: Members): string | null {
  if (!isObject(choice)) return "tool_choice: Input should be an object";
  const wrong = checkTag(choice.type, "tool_choice", toolChoices);
  const type = toolChoices.find((known) => known === choice.type);
  if (wrong !== null || type === undefined) return wrong;
  return choiceShapes[type](choice, `tool_choice.${type}`, members);
}

/**
 * What does not fit together. Without tools `auto` and `none` are fine, and the others are not: answers of the
 * API in September 2026 (github.com/aakshintala/fiber, research/anthropic-messages-probe).
 */
export function checkToolUse({ tools, tool_choice: choice, thinking }: JsonObject): string | null {
  const known = objectsOf(tools);
  if (hasDoubles(known)) return "tools: Tool names must be unique.";
  if (!isObject(choice)) return null;
  const { type, name } = choice;
  if (type === "any" && known.length === 0)
    return "tool_choice.any may only be specified while providing tools";
  if (type === "tool" && !known.some((tool) => tool.name === name))
    return `Tool '${String(name)}' not found in provided tools`;
  const isForced = type === "any" || type === "tool";
  return isForced && isObject(thinking) && thinking.type === "enabled"
    ? "Thinking may not be enabled when tool_choice forces tool use."
    : null;
}

function hasDoubles(tools: readonly JsonObject[]): boolean {
  const names = tools.flatMap(({ name }) => (typeof name === "string" ? [name] : []));
  return new Set(names).size < names.length;
}
