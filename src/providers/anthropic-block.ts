import { isRecord, memberNamed } from "./json-value.ts";

/** A whole reply. `null` in place of its content is nothing said. */
export const isMessage = (value: unknown): boolean => {
  const content = memberNamed(value, "content");
  return (
    typeof content === "string" ||
    isRecord(content) ||
    Array.isArray(content) ||
    (content === null && memberNamed(value, "type") === "message")
  );
};

/** A call's block, as it is called here and by bridges from the other wire. */
export const callTypes: ReadonlySet<string> = new Set(["tool_use", "tool_call", "function_call"]);

/** What a delta brings, also where it does not say so itself, or is called as its block is. */
export function deltaTypeOf(wire: Readonly<Record<string, unknown>>): string {
  const { type } = wire;
  if (typeof type === "string" && type !== "") return blockTypes.has(type) ? `${type}_delta` : type;
  if ("partial_json" in wire) return "input_json_delta";
  if ("signature" in wire) return "signature_delta";
  return "thinking" in wire ? "thinking_delta" : "text_delta";
}

const blockTypes: ReadonlySet<string> = new Set(["text", "thinking", "signature"]);

/** Of a call's block. What else it has goes back on it. */
export const documentedMembers: ReadonlySet<string> = new Set([
  "type",
  "id",
  "name",
  "input",
  "cache_control",
  "caller",
]);
