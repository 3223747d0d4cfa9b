import type { Json, JsonObject } from "../../core/json.ts";
import { isObject } from "../json-object.ts";
import { verbosity } from "../openai/api-settings.ts";
import {
  unchecked,
  checkMembers,
  depthComplaint,
  firstOf,
  mayBe,
  mayBeAtLeast,
  mayBeFlag,
  mayBeList,
  mayBeObject,
  missing,
  needCustomTool,
  needFunction,
  needKind,
  needSchema,
  needString,
  type ParamCheck,
  wrongType,
  wrongValue,
} from "../openai/check.ts";
import { complaint, type ApiComplaint } from "../openai/error.ts";
import { itemComplaint } from "./items.ts";
import { beforeStream, beforeText, beforeTools, others, providerTool } from "./request-settings.ts";

const outputTokensMin = 16;

/**
 * What the API would refuse in a request's body, as it would say it; `null` where it takes it. In the order in
 * which it was seen to look (github.com/kangminlee-maker/local-OAuth-CLI-API-adapter, its parity tests).
 */
export function complaintAbout(body: JsonObject): ApiComplaint | null {
  const { model, input, stream, previous_response_id: previous } = body;
  return firstOf([
    () => depthComplaint(body),
    () => modelComplaint(model),
    () => (isKeptElsewhere(body) ? null : inputComplaint(input)),
    () => (previous == null ? null : needString(previous, "previous_response_id")),
    () => checkMembers(body, beforeTools, ""),
    () => mayBeTools(body.tools, "tools"),
    () => checkMembers(body, beforeText, ""),
    () => mayBeTextSettings(body.text, "text"),
    () => checkMembers(body, beforeStream, ""),
    () => mayBeFlag(stream, "stream"),
    () => streamOptions(body.stream_options, "stream_options"),
    () => backgroundComplaint(body.background),
    () => mayBeAtLeast(outputTokensMin)(body.max_output_tokens, "max_output_tokens"),
    () => checkMembers(body, others, ""),
    () => jsonWordComplaint(body),
  ]);
}

const streamOptions = mayBeObject({ include_obfuscation: mayBeFlag });

function modelComplaint(model: Json | undefined): ApiComplaint | null {
  if (model === null) return nullFor("model");
  if (model !== "") return needString(model, "model");
  return complaint("The requested model '' does not exist.", "model", "model_not_found");
}

/** What must be a text, and is `null`, this API takes for an object. */
function nullFor(param: string): ApiComplaint {
  return wrongType(param, "a string", {});
}

/** What there is to answer may stand with the server alone. */
const isKeptElsewhere = ({ input, previous_response_id, prompt, conversation }: JsonObject) =>
  input === undefined && [previous_response_id, prompt, conversation].some((one) => one != null);

/** Whether there is unchecked in it shows only together with what came before. */
function inputComplaint(input: Json | undefined): ApiComplaint | null {
  if (input === undefined) return missing("input");
  if (input === null) return nullFor("input");
  if (typeof input === "string") return null;
  return mayBeItems(input, "input");
}

const mayBeItems = mayBeList(itemComplaint, "one of a string or array of input items");

/** As the same rule of Chat Completions, of the input alone. */
function jsonWordComplaint({ text, input }: JsonObject): ApiComplaint | null {
  if (!isObject(text) || !isObject(text.format) || text.format.type !== "json_object") return null;
  if (/json/i.test(JSON.stringify(input))) return null;
  const message =
    "Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.";
  return complaint(message, "input", null);
}

/** The API can answer later; a script answers now. */
function backgroundComplaint(background: Json | undefined): ApiComplaint | null {
  if (background !== true) return mayBeFlag(background, "background");
  const message = "The mock answers at once: leave out 'background'.";
  return complaint(message, "background", "unsupported_parameter");
}

/** By the SDK's types: the order in which the API tells them is not known. */
const toolTypes = [
  "function",
  "custom",
  "namespace",
  "tool_search",
  "programmatic_tool_calling",
  "file_search",
  "computer",
  "computer_use",
  "computer_use_preview",
  "web_search",
  "web_search_2025_08_26",
  "web_search_preview",
  "web_search_preview_2025_03_11",
  "mcp",
  "code_interpreter",
  "image_generation",
  "local_shell",
  "shell",
  "apply_patch",
] as const;

const tool: ParamCheck = (value = null, param) => {
  if (!isObject(value)) return wrongType(param, "an object", value);
  const problem = needString(value.type, `${param}.type`);
  if (problem !== null) return problem;
  switch (toolTypes.find((known) => known === value.type)) {
    case undefined:
      return wrongValue(`${param}.type`, value.type, toolTypes);
    case "function":
      return needFunction(value, param);
    case "custom":
      return needCustomTool(value, param);
    default:
      return checkMembers(value, providerTool, `${param}.`);
  }
};

/** The mock looks closely at what a client runs itself: what runs at the provider has no script. */
const mayBeTools = mayBeList(tool, "an array of tools");

/** How the answer is to be told. */
const mayBeTextSettings = mayBeObject({
  format: mayBe(needKind({ json_object: unchecked, text: unchecked, json_schema: needSchema })),
  verbosity,
});
