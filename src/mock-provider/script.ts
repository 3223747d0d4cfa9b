import { createHash } from "node:crypto";
import type { StopReason } from "../core/reply/delta.ts";
import type { JsonObject } from "../core/json.ts";
import { cutText, firstHalf } from "./cut-text.ts";
import type { Reply, SaidPart, TextMarks, WebPage } from "./reply.ts";

/** A part as it will go over any wire. A tool's input is text, since a fault may have broken it. */
export type ScriptedBlock =
  | ({ readonly type: "text"; readonly text: string } & TextMarks)
  /** `signature` is `null` where the block was broken off before it. */
  | { readonly type: "thinking"; readonly text: string; readonly signature: string | null }
  | { readonly type: "redacted-thinking"; readonly data: string }
  /** As the Messages API spells it; other wires leave it out. */
  | { readonly type: "provider-block"; readonly block: JsonObject }
  /** As the Responses API spells it; other wires leave it out. */
  | { readonly type: "provider-item"; readonly item: JsonObject }
  | {
      readonly type: "web-search";
      readonly callId: string;
      readonly query: string;
      readonly pages: readonly WebPage[];
    }
  | {
      readonly type: "tool-use";
      readonly callId: string;
      readonly tool: string;
      readonly json: string;
      /** What a tool gets that takes text in place of an object. */
      readonly text: string;
    };

/** What a model says in one reply, once faults have changed it; it serves every wire. */
export interface Script {
  readonly blocks: readonly ScriptedBlock[];
  readonly stopReason: StopReason;
}

/** Composes a reply as it was scripted. */
export const compose = (reply: Reply, toolCallName: (part: number) => string): Script => ({
  blocks: reply.parts.map((part, index) => blockOf(part, toolCallName(index))),
  stopReason: stopReasonOf(reply),
});

function stopReasonOf(reply: Reply): StopReason {
  if (reply.stopReason !== null) return reply.stopReason;
  return reply.parts.some((part) => part.type === "tool-use") ? "tool-use" : "end-turn";
}

function blockOf(part: SaidPart, callId: string): ScriptedBlock {
  switch (part.type) {
    case "text":
      return part;
    case "json":
      return { type: "text", text: JSON.stringify(part.value) };
    case "thinking":
      return { type: "thinking", text: part.text, signature: signatureOf(part.text) };
    case "redacted-thinking":
      return { type: "redacted-thinking", data: part.data };
    case "provider-block":
    case "provider-item":
      return part;
    case "web-search":
      return { ...part, callId };
    case "tool-use":
      return {
        type: "tool-use",
        callId: part.callId ?? callId,
        tool: part.tool,
        json: JSON.stringify(part.input),
        text: freeTextOf(part.input),
      };
  }
}

/** Some write the text itself, some an object that holds nothing else. */
function freeTextOf(input: JsonObject | string): string {
  if (typeof input === "string") return input;
  const { input: text, ...others } = input;
  return typeof text === "string" && Object.keys(others).length === 0
    ? text
    : JSON.stringify(input);
}

/** A stand-in for the provider's signature: opaque, and different for different thoughts. */
function signatureOf(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

/** The blocks up to the middle of the first tool call, or else of the last block. */
export function brokenOff(blocks: readonly ScriptedBlock[]): readonly ScriptedBlock[] {
  const call = blocks.findIndex((block) => block.type === "tool-use");
  const at = call === -1 ? blocks.length - 1 : call;
  return blocks.slice(0, at + 1).map((block, index) => (index === at ? half(block) : block));
}

/** The blocks up to the middle of the first text, without tool calls: a model that refuses stops there. */
export function refusedBlocks(blocks: readonly ScriptedBlock[]): readonly ScriptedBlock[] {
  const at = blocks.findIndex((block) => block.type === "text");
  return blocks
    .slice(0, at + 1)
    .filter((block) => block.type !== "tool-use")
    .map((block) => (block.type === "text" ? half(block) : block));
}

/** Breaks the first JSON part; where there is none, the first tool's input; or else the first text. */
export function malformed(
  parts: readonly SaidPart[],
  blocks: readonly ScriptedBlock[],
): readonly ScriptedBlock[] {
  const order: readonly SaidPart["type"][] = ["json", "tool-use", "text"];
  const type = order.find((candidate) => parts.some((part) => part.type === candidate));
  const at = parts.findIndex((part) => part.type === type);
  return blocks.map((block, index) => (index === at ? withoutValue(half(block)) : block));
}

/** Half of a number may still be JSON; nothing at all never is. */
function withoutValue(block: ScriptedBlock): ScriptedBlock {
  if (block.type === "text" && isJson(block.text)) return { ...block, text: "" };
  return block;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function half(block: ScriptedBlock): ScriptedBlock {
  switch (block.type) {
    case "text":
      return { ...block, text: firstHalf(block.text) };
    case "thinking":
      return { ...block, text: firstHalf(block.text), signature: null };
    case "redacted-thinking":
    case "provider-block":
    case "provider-item":
    case "web-search":
      return block;
    case "tool-use":
      return { ...block, json: firstHalf(block.json), text: firstHalf(block.text) };
  }
}

/** The text of a block as the pieces that its deltas carry. */
export function piecesOf(block: ScriptedBlock, characters: number): readonly string[] {
  switch (block.type) {
    case "text":
    case "thinking":
      return cutText(block.text, characters);
    case "redacted-thinking":
    case "provider-block":
    case "provider-item":
    case "web-search":
      return [];
    case "tool-use":
      return cutText(block.json, characters);
  }
}
