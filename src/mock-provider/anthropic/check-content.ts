import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject } from "../json-object.ts";
import { firstComplaint } from "./first-complaint.ts";

type Check = (block: JsonObject, path: string) => string | null;

const callId = /^[a-zA-Z0-9_-]+$/;

/** A member of which nothing is demanded but that it is there. */
const needs =
  (...members: readonly string[]): Check =>
  (block, path) =>
    firstComplaint(members, (member) =>
      block[member] === undefined ? `${path}.${member}: Field required` : null,
    );

const text: Check = (block, path) => {
  if (typeof block.text !== "string")
    return block.text === undefined
      ? `${path}.text: Field required`
      : `${path}.text: Input should be a valid string`;
  return null;
};

/** An image or a document comes as bytes, as an address, as text or as an uploaded file. */
const sourced: Check = (block, path) => {
  if (!isObject(block.source)) return `${path}.source: Field required`;
  const { type, media_type, data, url, file_id } = block.source;
  switch (type) {
    case "base64":
      if (typeof media_type !== "string") return `${path}.source.base64.media_type: Field required`;
      return typeof data === "string" ? null : `${path}.source.base64.data: Field required`;
    case "url":
      return typeof url === "string" ? null : `${path}.source.url.url: Field required`;
    case "file":
      return typeof file_id === "string" ? null : `${path}.source.file.file_id: Field required`;
    case "text":
    case "content":
      return block.type === "document" ? null : `${path}.source: Input tag '${type}' is not known`;
    default:
      return `${path}.source: Input tag '${String(type)}' found using 'type' does not match any of the expected tags: 'base64', 'file', 'url'`;
  }
};

const toolUse: Check = (block, path) =>
  needs("id", "input", "name")(block, path) ??
  idComplaint(block.id, `${path}.id`) ??
  (isObject(block.input) ? null : `${path}.input: Input should be a valid dictionary`);

const toolResult: Check = (block, path) =>
  needs("tool_use_id")(block, path) ??
  idComplaint(block.tool_use_id, `${path}.tool_use_id`) ??
  (isArray(block.content) ? checkBlocks(block.content, `${path}.content`, resultBlocks) : null);

function idComplaint(id: Json | undefined, path: string): string | null {
  return typeof id === "string" && callId.test(id)
    ? null
    : `${path}: String should match pattern '^[a-zA-Z0-9_-]+$'`;
}

/** Every kind of block that a message may hold; a kind of the SDK's that is missing here fails a test. */
export const inputBlocks = {
  text,
  image: sourced,
  document: sourced,
  search_result: needs("content", "source", "title"),
  thinking: needs("signature", "thinking"),
  redacted_thinking: needs("data"),
  tool_use: toolUse,
  tool_result: toolResult,
  server_tool_use: needs("id", "input", "name"),
  web_search_tool_result: needs("content", "tool_use_id"),
  web_fetch_tool_result: needs("content", "tool_use_id"),
  code_execution_tool_result: needs("content", "tool_use_id"),
  bash_code_execution_tool_result: needs("content", "tool_use_id"),
  text_editor_code_execution_tool_result: needs("content", "tool_use_id"),
  tool_search_tool_result: needs("content", "tool_use_id"),
  container_upload: needs("file_id"),
} as const satisfies Readonly<Record<string, Check>>;

type Kinds = Readonly<Record<string, Check>>;

/** What a tool's result may hold. */
const resultBlocks: Kinds = {
  text,
  image: sourced,
  document: sourced,
  search_result: needs("content", "source", "title"),
  tool_reference: needs("tool_name"),
  browser_state: needs(),
};

export const systemBlocks: Kinds = { text };

/** Content as text or as a list of blocks of these kinds. */
export function checkContent(
  content: Json | undefined,
  path: string,
  kinds: Kinds = inputBlocks,
): string | null {
  if (content === undefined) return `${path}: Field required`;
  if (typeof content === "string") return null;
  if (!isArray(content)) return `${path}: Input should be a valid string or list`;
  return checkBlocks(content, path, kinds);
}

function checkBlocks(blocks: readonly Json[], path: string, kinds: Kinds): string | null {
  return firstComplaint(blocks, (block, index) => {
    const at = `${path}.${index}`;
    if (!isObject(block)) return `${at}: Input should be an object`;
    const { type } = block;
    if (type === undefined) return `${at}.type: Field required`;
    const check = typeof type === "string" && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
    if (check === undefined)
      return `${at}: Input tag '${String(type)}' found using 'type' does not match any of the expected tags: ${Object.keys(
        kinds,
      )
        .map((kind) => `'${kind}'`)
        .join(", ")}`;
    return check(block, `${at}.${String(type)}`);
  });
}
