import type { Json, JsonObject } from "../../core/json.ts";
import { isObject, objectsOf } from "../json-object.ts";
import { isTooDeep, levelsMax } from "../reading/nesting.ts";
import { checkBreakpoints, checkControl } from "./check-cache-control.ts";
import { checkConversation } from "./check-conversation.ts";
import { checkOutputLength } from "./check-length.ts";
import { checkMessages } from "./check-messages.ts";
import { checkOutput } from "./check-output.ts";
import {
  checkOptional,
  dictionary,
  nameAmong,
  need,
  object,
  openShape,
  text,
  textOfCharacters,
  textOrObject,
} from "./check-shape.ts";
import type { Members } from "../shape.ts";
import { checkSystem, checkSystemWords } from "./check-system.ts";
import { checkThinking, checkThinkingShape } from "./check-thinking.ts";
import { checkToolShapes, checkToolUse } from "./check-tools.ts";

export type Endpoint = "messages" | "count_tokens";

/** What both endpoints take; a member of the SDK's that is missing here fails a test. */
export const countMembers = [
  "cache_control",
  "messages",
  "model",
  "output_config",
  "speed",
  "system",
  "thinking",
  "tool_choice",
  "tools",
  "user_profile_id",
  "workspace_id",
] as const;

/** What a request for a message takes besides. The sampling ones are of models that still have them. */
export const messageMembers = [
  "container",
  "diagnostics",
  "inference_geo",
  "max_tokens",
  "metadata",
  "service_tier",
  "stop_sequences",
  "stream",
  "temperature",
  "top_k",
  "top_p",
] as const;

const membersOf: Readonly<Record<Endpoint, ReadonlySet<string>>> = {
  count_tokens: new Set(countMembers),
  messages: new Set([...countMembers, ...messageMembers]),
};

/**
 * What the API would refuse a request's body for, in its words; `null` where it would answer. First what each
 * member is, in the order in which the API was seen to look (github.com/kangminlee-maker/
 * local-OAuth-CLI-API-adapter), then what nobody knows, and then what does not fit together, whose order nobody
 * has told. `betas` are those that `anthropic-beta` names: with one, there may be members that nobody here knows.
 */
export function checkRequest(
  body: JsonObject,
  endpoint: Endpoint,
  betas: readonly string[],
): string | null {
  const members: Members = betas.length === 0 ? "known" : "any";
  if (isTooDeep(body))
    return `The request body is not valid JSON: it nests more than ${levelsMax} levels deep.`;
  return (
    checkShapes(body, endpoint, members) ??
    checkMembers(body, endpoint, members) ??
    checkConversation(objectsOf(body.messages)) ??
    checkSystemWords(body.system) ??
    (endpoint === "messages" ? checkOutputLength(body) : null) ??
    checkToolUse(body) ??
    checkThinking(body, betas) ??
    checkBreakpoints(body)
  );
}

function checkShapes(body: JsonObject, endpoint: Endpoint, members: Members): string | null {
  return (
    checkModel(body.model, "model") ??
    checkToolShapes(body, members) ??
    checkMessages(body.messages, members) ??
    checkSystem(body.system, members) ??
    checkThinkingShape(body.thinking) ??
    checkOutputConfig(body.output_config) ??
    checkControl(body, "") ??
    (endpoint === "messages" ? checkOutput(body) : null) ??
    checkOptional(body, others, "", members)
  );
}

/** No beta brings settings of an answer to a count. */
function checkMembers(body: JsonObject, endpoint: Endpoint, members: Members): string | null {
  if (members === "any")
    return endpoint === "count_tokens" && body.max_tokens !== undefined
      ? "max_tokens: Extra inputs are not permitted"
      : null;
  const unknown = Object.keys(body).find((member) => !membersOf[endpoint].has(member));
  return unknown === undefined ? null : `${unknown.slice(0, 80)}: Extra inputs are not permitted`;
}

const effort = nameAmong("low", "medium", "high", "xhigh", "max");

const format = openShape({ type: nameAmong("json_schema"), schema: dictionary }, {});

function checkOutputConfig(config: Json | undefined): string | null {
  if (config === undefined) return null;
  if (!isObject(config)) return "output_config: Input does not match the expected shape.";
  return checkOptional(config, { effort, format }, "output_config.", "any");
}

/** What nobody was seen to get wrong, by the SDK's types. */
const others = {
  container: textOrObject,
  diagnostics: object,
  inference_geo: text,
  speed: nameAmong("standard", "fast"),
  user_profile_id: text,
  workspace_id: text,
};

const checkModel = need(textOfCharacters(1, Number.POSITIVE_INFINITY));
