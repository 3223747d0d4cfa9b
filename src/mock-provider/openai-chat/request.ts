import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject } from "../json-object.ts";
import {
  emptyList,
  firstOf,
  mayBeCount,
  mayBeFlag,
  missing,
  needName,
  needObject,
  needString,
  wrongType,
  wrongValue,
} from "../openai/check.ts";
import { complaint, type Complaint } from "../openai/error.ts";
import { complaintAboutMessages } from "./messages.ts";

/** What the API would refuse in a request's body, as it would say it; `null` where it takes it. */
export function complaintAbout(body: JsonObject): Complaint | null {
  const { model, messages, stream } = body;
  return firstOf([
    () => needString(model, "model"),
    () => (model === "" ? complaint("you must provide a model parameter", null, null) : null),
    () => (messages === undefined ? missing("messages") : null),
    () =>
      isArray(messages) ? null : wrongType("messages", "an array of objects", messages ?? null),
    () => (isArray(messages) && messages.length === 0 ? emptyList("messages") : null),
    () => mayBeFlag(stream, "stream"),
    () => streamOptionsComplaint(body),
    () => mayBeCount(body.max_tokens, "max_tokens"),
    () => mayBeCount(body.max_completion_tokens, "max_completion_tokens"),
    () => limitsComplaint(body),
    () => choicesComplaint(body.n),
    () => toolsComplaint(body.tools),
    () => formatComplaint(body),
    () => (isArray(messages) ? complaintAboutMessages(messages) : null),
  ]);
}

function streamOptionsComplaint({ stream, stream_options: options }: JsonObject): Complaint | null {
  if (options === undefined || options === null) return null;
  if (stream !== true) {
    const message = "The 'stream_options' parameter is only allowed when 'stream' is enabled.";
    return complaint(message, "stream_options", null);
  }
  if (!isObject(options)) return wrongType("stream_options", "an object", options);
  return mayBeFlag(options.include_usage, "stream_options.include_usage");
}

function limitsComplaint({
  max_tokens: old,
  max_completion_tokens: current,
}: JsonObject): Complaint | null {
  if (old == null || current == null) return null;
  const message =
    "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.";
  return complaint(message, null, "invalid_parameter_combination");
}

/** The API can give several choices; a script says one thing. */
function choicesComplaint(n: Json | undefined): Complaint | null {
  if (n === undefined || n === null || n === 1) return null;
  return complaint("The mock gives one choice: leave out 'n', or set it to 1.", "n", null);
}

function toolsComplaint(tools: Json | undefined): Complaint | null {
  if (tools === undefined || tools === null) return null;
  if (!isArray(tools)) return wrongType("tools", "an array of objects", tools);
  if (tools.length === 0) return emptyList("tools");
  return firstOf(tools.map((tool, index) => () => toolComplaint(tool, `tools[${index}]`)));
}

function toolComplaint(tool: Json, param: string): Complaint | null {
  if (!isObject(tool)) return wrongType(param, "an object", tool);
  switch (tool.type) {
    case "function": {
      const { function: described } = tool;
      const problem = needObject(described, `${param}.function`);
      if (problem !== null || !isObject(described)) return problem;
      return needName(described.name, `${param}.function.name`);
    }
    case "custom":
      return needObject(tool.custom, `${param}.custom`);
    case undefined:
      return missing(`${param}.type`);
    default:
      return wrongValue(`${param}.type`, String(tool.type), ["function", "custom"]);
  }
}

const formats = ["text", "json_object", "json_schema"] as const;

function formatComplaint({ response_format: format, messages }: JsonObject): Complaint | null {
  if (format === undefined || format === null) return null;
  if (!isObject(format)) return wrongType("response_format", "an object", format);
  switch (format.type) {
    case "text":
      return null;
    case "json_object": {
      if (/json/i.test(JSON.stringify(messages))) return null;
      const message =
        "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.";
      return complaint(message, "messages", null);
    }
    case "json_schema": {
      const { json_schema: named } = format;
      const problem = needObject(named, "response_format.json_schema");
      if (problem !== null || !isObject(named)) return problem;
      return (
        needName(named.name, "response_format.json_schema.name") ??
        needObject(named.schema, "response_format.json_schema.schema")
      );
    }
    case undefined:
      return missing("response_format.type");
    default:
      return wrongValue("response_format.type", String(format.type), formats);
  }
}
