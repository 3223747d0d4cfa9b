import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject } from "../json-object.ts";
import { firstComplaint } from "../shape.ts";

/**
 * The settings that only a request for a message has, in the order in which the API looked at them in August
 * 2026, and in its words (github.com/kangminlee-maker/local-OAuth-CLI-API-adapter, docs/conformance-matrix.md).
 */
export function checkOutput(body: JsonObject): string | null {
  const { max_tokens, metadata, stop_sequences, service_tier, top_k, stream } = body;
  return (
    checkRoom(max_tokens) ??
    checkMetadata(metadata) ??
    checkStopSequences(stop_sequences) ??
    checkShare(body.temperature, "temperature") ??
    checkTier(service_tier) ??
    (top_k === undefined || Number.isSafeInteger(top_k)
      ? null
      : "top_k: Input should be a valid integer") ??
    checkShare(body.top_p, "top_p") ??
    (stream === undefined || typeof stream === "boolean"
      ? null
      : "stream: Input should be a valid boolean") ??
    // Our own words: nobody was seen to try.
    (max_tokens === 0 && stream === true ? "max_tokens: 0 is not allowed with stream" : null)
  );
}

/** None at all is allowed: it warms the prompt cache. */
function checkRoom(tokens: Json | undefined): string | null {
  if (tokens === undefined) return "max_tokens: Field required";
  if (!Number.isSafeInteger(tokens)) return "max_tokens: Input should be a valid integer";
  return Number(tokens) < 0 ? "max_tokens: must be greater than or equal to 0" : null;
}

function checkMetadata(metadata: Json | undefined): string | null {
  if (metadata === undefined || metadata === null) return null;
  if (!isObject(metadata)) return "metadata: Input does not match the expected shape.";
  const { user_id: user, ...others } = metadata;
  if (user !== undefined && user !== null && typeof user !== "string")
    return "metadata.user_id: Input should be a valid string";
  const [unknown] = Object.keys(others);
  return unknown === undefined
    ? null
    : `metadata.${unknown.slice(0, 80)}: Extra inputs are not permitted`;
}

function checkStopSequences(sequences: Json | undefined): string | null {
  if (sequences === undefined || sequences === null) return null;
  if (!isArray(sequences)) return "stop_sequences: Input should be a valid array";
  return firstComplaint(sequences, (sequence, index) => {
    if (typeof sequence !== "string")
      return `stop_sequences.${index}: Input should be a valid string`;
    return sequence.trim() === ""
      ? "stop_sequences: each stop sequence must contain non-whitespace"
      : null;
  });
}

function checkShare(value: Json | undefined, name: string): string | null {
  if (value === undefined) return null;
  if (typeof value !== "number") return `${name}: Input should be a valid number`;
  return value < 0 || value > 1 ? `${name}: range: 0..1` : null;
}

function checkTier(tier: Json | undefined): string | null {
  return tier === undefined || tier === "auto" || tier === "standard_only"
    ? null
    : "service_tier: Input should be 'auto' or 'standard_only'";
}
