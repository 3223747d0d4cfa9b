import type { Json, JsonObject } from "../core/json.ts";
import type { ModelRequest } from "../core/effect.ts";
import type { ServerTraits } from "../core/server.ts";

/** A schema as the server takes it. */
export function wireSchema(schema: JsonObject, { additionalProperties }: ServerTraits): JsonObject {
  return additionalProperties ? schema : (without("additionalProperties", schema) as JsonObject);
}

function without(keyword: string, value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => without(keyword, item));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== keyword)
      .map(([name, member]) => [name, without(keyword, member)]),
  );
}

/** The system prompt; with the reply's schema in it, where the wire's own way of telling it is not taken. */
export function systemText({ system, outputSchema }: ModelRequest, server: ServerTraits): string {
  if (outputSchema === null || server.structuredOutput === "json_schema") return system;
  const instruction = `Answer with one JSON object, and nothing else, that fits this JSON Schema:\n${JSON.stringify(outputSchema)}`;
  return system === "" ? instruction : `${system}\n\n${instruction}`;
}
