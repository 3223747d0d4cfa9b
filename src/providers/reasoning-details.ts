import type { Json, JsonObject } from "../core/json.ts";
import { isRecord } from "./json-value.ts";

/**
 * Puts thoughts together again that a stream brings in pieces and that must go back whole, in their order, each once:
 * OpenRouter's `reasoning_details`, whose pieces share a type and an index (openrouter.ai/docs, "Reasoning tokens"),
 * and LiteLLM's `thinking_blocks`, each of which ends with its signature (docs.litellm.ai, "Thinking").
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
  (detail["index"] != null || detail["id"] != null || goesOn(detail, piece));

/** Without index and id: text goes on until its signature has come. */
const goesOn = (detail: JsonObject, piece: Readonly<Record<string, unknown>>): boolean =>
  (detail["type"] === "reasoning.text" || detail["type"] === "thinking") &&
  (detail["signature"] == null ||
    detail["signature"] === "" ||
    !(piece["text"] || piece["thinking"]));

const growing = ["text", "summary", "data", "thinking"] as const;

function extend(detail: Record<string, Json>, piece: JsonObject): void {
  for (const [name, value] of Object.entries(piece)) {
    const before = detail[name];
    // What is sealed and comes once more comes whole.
    const grows =
      growing.some((member) => member === name) && !(name === "data" && value === before);
    if (grows && typeof before === "string" && typeof value === "string")
      detail[name] = before + value;
    else if (value !== null) detail[name] = value;
  }
}
