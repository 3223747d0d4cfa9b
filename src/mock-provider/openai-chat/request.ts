import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject } from "../json-object.ts";
import {
  unchecked,
  checkMembers,
  depthComplaint,
  firstOf,
  mayBe,
  mayBeCount,
  mayBeFilled,
  mayBeFlag,
  missing,
  needCustomTool,
  needFunction,
  needKind,
  needMembers,
  needSchema,
  needString,
  wrongType,
} from "../openai/check.ts";
import { outputLimit } from "../openai/check-length.ts";
import { complaint, type ApiComplaint } from "../openai/error.ts";
import { conversationComplaint, needMessages } from "./messages.ts";
import { mayBeToolChoice, mayBeOldFunctions, others, beforeFormat } from "./request-settings.ts";

/**
 * What the API would refuse in a request's body, as it would say it; `null` where it takes it. In the order in
 * which it was seen to look (github.com/kangminlee-maker/local-OAuth-CLI-API-adapter, its parity tests).
 */
export function complaintAbout(body: JsonObject): ApiComplaint | null {
  const { model, messages, stream } = body;
  return firstOf([
    () => depthComplaint(body),
    () =>
      model === undefined || model === null || model === ""
        ? complaint("you must provide a model parameter", null, null)
        : needString(model, "model"),
    () => (messages === undefined ? missing("messages") : null),
    () =>
      isArray(messages) ? null : wrongType("messages", "an array of objects", messages ?? null),
    () => needMessages(messages, "messages"),
    () => mayBeOldFunctions(body.functions, "functions"),
    () => mayBeTools(body.tools, "tools"),
    () => mayBeToolChoice(body.tool_choice, "tool_choice"),
    () => mayBeFlag(body.parallel_tool_calls, "parallel_tool_calls"),
    () => limitComplaint(body, "max_completion_tokens"),
    () => choicesComplaint(body.n),
    () => checkMembers(body, beforeFormat, ""),
    () => mayBeFormat(body.response_format, "response_format"),
    () => limitComplaint(body, "max_tokens"),
    () => mayBeFlag(stream, "stream"),
    () => streamOptionsComplaint(body),
    () => checkMembers(body, others, ""),
    () => limitsComplaint(body),
    () => (isArray(messages) ? conversationComplaint(messages) : null),
    () => jsonWordComplaint(body),
  ]);
}

function limitComplaint(
  body: JsonObject,
  param: "max_tokens" | "max_completion_tokens",
): ApiComplaint | null {
  return mayBeCount(body[param], param) ?? outputLimit(String(body.model), body[param], param);
}

function streamOptionsComplaint({
  stream,
  stream_options: options,
}: JsonObject): ApiComplaint | null {
  if (options === undefined || options === null) return null;
  if (stream !== true) {
    const message = "The 'stream_options' parameter is only allowed when 'stream' is enabled.";
    return complaint(message, "stream_options", null);
  }
  if (!isObject(options)) return wrongType("stream_options", "an object", options);
  return (
    mayBeFlag(options.include_usage, "stream_options.include_usage") ??
    mayBeFlag(options.include_obfuscation, "stream_options.include_obfuscation")
  );
}

function limitsComplaint({
  max_tokens: old,
  max_completion_tokens: current,
}: JsonObject): ApiComplaint | null {
  if (old == null || current == null) return null;
  const message =
    "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.";
  return complaint(message, null, "invalid_parameter_combination");
}

/** The API can give several choices; a script says one thing. */
function choicesComplaint(n: Json | undefined): ApiComplaint | null {
  const wrong = mayBeCount(n, "n");
  if (wrong !== null) return wrong;
  if (n === undefined || n === null || n === 1) return null;
  return complaint("The mock gives one choice: leave out 'n', or set it to 1.", "n", null);
}

const mayBeTools = mayBeFilled(
  needKind({
    function: needMembers({ function: needFunction }),
    custom: needMembers({ custom: needCustomTool }),
  }),
  "an array of objects",
);

const mayBeFormat = mayBe(
  needKind({
    json_object: unchecked,
    json_schema: needMembers({ json_schema: needSchema }),
    text: unchecked,
  }),
);

/** Some form of the word, wherever: so that nobody waits for an object from a model that was never told. */
function jsonWordComplaint({ response_format: format, messages }: JsonObject): ApiComplaint | null {
  if (!isObject(format) || format.type !== "json_object") return null;
  if (/json/i.test(JSON.stringify(messages))) return null;
  const message =
    "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.";
  return complaint(message, "messages", null);
}
