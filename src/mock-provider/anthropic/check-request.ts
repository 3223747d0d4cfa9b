import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject } from "../json-object.ts";
import { checkCacheControl } from "./check-cache-control.ts";
import { checkContent, systemBlocks } from "./check-content.ts";
import { checkMessages } from "./check-messages.ts";
import { checkTools } from "./check-tools.ts";
import { firstComplaint } from "./first-complaint.ts";

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

const thinkingBudgetMin = 1024;

/** Output limits of models that have one of their own here; Anthropic's models overview. */
const outputTokensMax: ReadonlyMap<string, number> = new Map([
  ["claude-opus-4-5", 64_000],
  ["claude-opus-4-5-20251101", 64_000],
  ["claude-sonnet-4-5", 64_000],
  ["claude-sonnet-4-5-20250929", 64_000],
  ["claude-haiku-4-5", 64_000],
  ["claude-haiku-4-5-20251001", 64_000],
]);

/** Every way to think; one of the SDK's that is missing here fails a test. */
export const thinkingTypes = ["adaptive", "between_tools", "disabled", "enabled"] as const;

/**
 * What the API would refuse a request's body for, in the order in which it looks and in its words; `null`
 * where it would answer. With a beta (`anthropic-beta`) there may be members that nobody here knows.
 */
export function checkRequest(
  body: JsonObject,
  endpoint: Endpoint,
  members: "known" | "any",
): string | null {
  return (
    (members === "any" ? null : checkMembers(body, endpoint)) ??
    checkModel(body.model) ??
    (endpoint === "messages" ? checkOutput(body) : null) ??
    (body.system === undefined ? null : checkContent(body.system, "system", systemBlocks)) ??
    checkMessages(body.messages) ??
    checkTools(body) ??
    checkThinking(body) ??
    checkCacheControl(body)
  );
}

function checkMembers(body: JsonObject, endpoint: Endpoint): string | null {
  const unknown = Object.keys(body).find((member) => !membersOf[endpoint].has(member));
  return unknown === undefined ? null : `${unknown.slice(0, 80)}: Extra inputs are not permitted`;
}

function checkModel(model: Json | undefined): string | null {
  if (model === undefined) return "model: Field required";
  if (typeof model !== "string") return "model: Input should be a valid string";
  return model === "" ? "model: String should have at least 1 character" : null;
}

function checkOutput(body: JsonObject): string | null {
  const { max_tokens, model, stream, stop_sequences } = body;
  if (max_tokens === undefined) return "max_tokens: Field required";
  if (!Number.isSafeInteger(max_tokens)) return "max_tokens: Input should be a valid integer";
  if (Number(max_tokens) < 0) return "max_tokens: Input should be greater than or equal to 0";
  const limit = outputTokensMax.get(String(model));
  if (limit !== undefined && Number(max_tokens) > limit)
    return `max_tokens: ${Number(max_tokens)} > ${limit}, which is the maximum allowed number of output tokens for ${String(model)}`;
  if (stream !== undefined && typeof stream !== "boolean")
    return "stream: Input should be a valid boolean";
  if (max_tokens === 0 && stream === true) return "max_tokens: 0 is not allowed with stream";
  return (
    checkShare(body.temperature, "temperature") ??
    checkShare(body.top_p, "top_p") ??
    checkStopSequences(stop_sequences)
  );
}

function checkShare(value: Json | undefined, name: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== "number") return `${name}: Input should be a valid number`;
  if (value < 0) return `${name}: Input should be greater than or equal to 0`;
  return value > 1 ? `${name}: Input should be less than or equal to 1` : null;
}

function checkStopSequences(sequences: Json | undefined): string | null {
  if (sequences === undefined || sequences === null) return null;
  if (!isArray(sequences)) return "stop_sequences: Input should be a valid list";
  return firstComplaint(sequences, (sequence, index) => {
    if (typeof sequence !== "string")
      return `stop_sequences.${index}: Input should be a valid string`;
    return sequence.trim() === ""
      ? "stop_sequences: each stop sequence must contain non-whitespace"
      : null;
  });
}

function checkThinking({ thinking, max_tokens, temperature }: JsonObject): string | null {
  if (thinking === undefined || thinking === null) return null;
  if (!isObject(thinking)) return "thinking: Input should be an object";
  const { type, budget_tokens } = thinking;
  if (type === undefined) return "thinking.type: Field required";
  if (!thinkingTypes.some((known) => known === type))
    return `thinking: Input tag '${String(type)}' found using 'type' does not match any of the expected tags: ${thinkingTypes.map((known) => `'${known}'`).join(", ")}`;
  if (type !== "enabled") return null;
  if (budget_tokens === undefined) return "thinking.enabled.budget_tokens: Field required";
  if (!Number.isSafeInteger(budget_tokens))
    return "thinking.enabled.budget_tokens: Input should be a valid integer";
  if (Number(budget_tokens) < thinkingBudgetMin)
    return `thinking.enabled.budget_tokens: Input should be greater than or equal to ${thinkingBudgetMin}`;
  if (max_tokens !== undefined && Number(max_tokens) <= Number(budget_tokens))
    return "`max_tokens` must be greater than `thinking.budget_tokens`.";
  return typeof temperature === "number" && temperature !== 1
    ? "`temperature` may only be set to 1 when thinking is enabled."
    : null;
}
