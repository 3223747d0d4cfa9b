import type { JsonObject } from "../../core/json.ts";
import { limitsOf } from "./model-limits.ts";

/** A model as `GET /v1/models` lists it. What nobody told the mock is `null`, as the API has it. */
function modelInfo(id: string): JsonObject {
  const line = /^claude-(haiku|sonnet|opus|fable|mythos)\b/.exec(id)?.[1] ?? null;
  const limits = limitsOf(id);
  return {
    type: "model",
    id,
    display_name: id,
    // The API's own word for a date that it does not know.
    created_at: "1970-01-01T00:00:00Z",
    capabilities: null,
    deprecated_at: null,
    retires_at: null,
    lifecycle: "active",
    line,
    max_input_tokens: limits?.windowTokens ?? null,
    max_tokens: limits?.outputTokensMax ?? null,
  };
}

/** The whole list, in one page. */
export function modelList(ids: readonly string[]): JsonObject {
  return {
    data: ids.map(modelInfo),
    has_more: false,
    first_id: ids[0] ?? null,
    last_id: ids.at(-1) ?? null,
  };
}

export const oneModel = (id: string): JsonObject => modelInfo(id);
