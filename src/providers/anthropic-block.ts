import type { JsonObject } from "../core/json.ts";
import { saysSomething } from "./failures/server-words.ts";
import { isRecord, memberNamed } from "./json-value.ts";

/** A block of the wire. A delta of another kind than it has a block of its own, which the wire does not number. */
export interface OpenBlock {
  readonly type: string;
  readonly block: number;
  readonly beside: Map<string, number>;
  /** Of a call: what the server calls it. */
  readonly id: string;
  /** What `content_block_start` says of a call's input; it counts where no piece follows. */
  input: JsonObject | null;
  /** What came of it in pieces. */
  json: string;
  isClosed: boolean;
}

/** Whether anything of a call's input has come. */
export const isBlockBegun = ({ json, isClosed, input }: OpenBlock): boolean =>
  json !== "" || isClosed || input !== null;

/** An error in place of a part of a reply, within the event that should bring one; `null`: there is none. */
export function errorWithin(event: Readonly<Record<string, unknown>>): unknown {
  const { delta, message, content_block: block } = event;
  const error =
    memberNamed(delta, "error") ??
    memberNamed(message, "error") ??
    (isErrorBlock(block) ? memberNamed(block, "error") : null);
  return saysSomething(error) ? error : null;
}

const isErrorBlock = (block: unknown): boolean => memberNamed(block, "type") === "error";

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
