import type { Json, JsonObject } from "../core/json.ts";
import { isRecord } from "./json-value.ts";

/**
 * Puts OpenRouter's `reasoning_details` together again: a stream brings them in pieces that share a type and
 * an index, and they must go back whole, in their order, each once (openrouter.ai/docs, "Reasoning tokens").
 */
export function newReasoningDetails(): {
  add(entries: readonly unknown[]): void;
  whole(): readonly JsonObject[];
} {
  const details: Record<string, Json>[] = [];
  return {
    add(entries) {
      for (const entry of entries) {
        if (!isRecord(entry)) continue;
        const last = details.findLast((detail) => belongs(detail, entry));
        if (last === undefined) details.push({ ...(entry as JsonObject) });
        else extend(last, entry as JsonObject);
      }
    },
    whole: () => details,
  };
}

const belongs = (detail: JsonObject, piece: Readonly<Record<string, unknown>>): boolean =>
  detail["type"] === piece["type"] &&
  (detail["index"] ?? null) === (piece["index"] ?? null) &&
  (detail["id"] == null || piece["id"] == null || detail["id"] === piece["id"]) &&
  (detail["index"] != null || detail["id"] != null || detail["type"] === "reasoning.text");

const growing = ["text", "summary", "data"] as const;

function extend(detail: Record<string, Json>, piece: JsonObject): void {
  for (const [name, value] of Object.entries(piece)) {
    const before = detail[name];
    const grows = growing.some((member) => member === name);
    if (grows && typeof before === "string" && typeof value === "string")
      detail[name] = before + value;
    else if (value !== null) detail[name] = value;
  }
}
