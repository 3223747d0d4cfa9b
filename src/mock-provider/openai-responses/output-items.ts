import type { JsonObject } from "../../core/json.ts";
import type { SpelledReply } from "../dialect.ts";
import type { OfferedTools } from "../openai/offered.ts";
import type { Script, ScriptedBlock } from "../script.ts";

/** A block as an item of a response's output. */
export interface OutputItem {
  /** The item's place in the output, and the block's number for whoever reads deltas. */
  readonly index: number;
  readonly id: string;
  readonly status: "completed" | "incomplete";
  readonly block: Exclude<ScriptedBlock, { type: "provider-block" }>;
  /** Text that the model refuses in. */
  readonly isRefusal: boolean;
  /** A call of a tool that takes text in place of an object. */
  readonly takesText: boolean;
}

/** What of the output depends on the request. */
export interface OutputFrame {
  /** `include: ["reasoning.encrypted_content"]`. */
  readonly tellsEncrypted: boolean;
  readonly offered: OfferedTools;
}

/** Each block is an item; another API's own blocks have no place here. */
export function outputItems(
  { names, script }: SpelledReply,
  { offered }: Pick<OutputFrame, "offered">,
): readonly OutputItem[] {
  const blocks = script.blocks.flatMap((block) => (block.type === "provider-block" ? [] : [block]));
  const answer = names.message.replace(/^resp_/, "");
  return blocks.map((block, index) => {
    const takesText = block.type === "tool-use" && isCalledWithText(block, offered);
    return {
      index,
      id: itemId(block, `${answer}_${index}`, takesText),
      status: isCutOff(script) && index === blocks.length - 1 ? "incomplete" : "completed",
      block,
      isRefusal: script.stopReason === "refusal" && block.type === "text",
      takesText,
    };
  });
}

/** A tool that stands elsewhere is called as the script has it: with a text, or with an object. */
const isCalledWithText = (
  { tool, json }: Extract<ScriptedBlock, { type: "tool-use" }>,
  offered: OfferedTools,
): boolean => (offered.get(tool)?.takes ?? (json.startsWith('"') ? "text" : "object")) === "text";

/** Whether the reply stopped before the model was done. */
export function isCutOff({ stopReason }: Pick<Script, "stopReason">): boolean {
  return stopReason === "max-tokens" || stopReason === "context-exceeded";
}

function itemId(block: OutputItem["block"], name: string, takesText: boolean): string {
  switch (block.type) {
    case "text":
      return `msg_${name}`;
    case "thinking":
    case "redacted-thinking":
      return `rs_${name}`;
    case "tool-use":
      return takesText ? customItemId(block.callId) : functionItemId(block.callId);
    case "web-search":
      return `ws_${name}`;
    case "provider-item":
      return typeof block.item.id === "string" ? block.item.id : `item_${name}`;
  }
}

/** What a call of a custom tool is named after: the same call. */
export const customItemId = (callId: string): string => `ctc_${callId.replace(/^call_/, "")}`;

/** A call's item is named after the call, so that a reference to the item tells which call is meant. */
export function functionItemId(callId: string): string {
  return `fc_${callId.replace(/^call_/, "")}`;
}

/** An item once all of it is there. */
export function wholeItem(item: OutputItem, frame: OutputFrame): JsonObject {
  const { id, status, block } = item;
  switch (block.type) {
    case "text":
      return {
        id,
        type: "message",
        status,
        role: "assistant",
        ...(block.phase !== undefined && { phase: block.phase }),
        content: [wholePart(item)],
      };
    case "thinking": {
      const encrypted = block.signature;
      return {
        id,
        type: "reasoning",
        summary: block.text === "" ? [] : [{ type: "summary_text", text: block.text }],
        ...(frame.tellsEncrypted && { encrypted_content: encrypted }),
      };
    }
    case "redacted-thinking":
      return {
        id,
        type: "reasoning",
        summary: [],
        ...(frame.tellsEncrypted && { encrypted_content: block.data }),
      };
    case "tool-use": {
      const { callId, tool, json, text } = block;
      const namespace = frame.offered.get(tool)?.namespace ?? null;
      return {
        id,
        type: item.takesText ? "custom_tool_call" : "function_call",
        status,
        ...(item.takesText ? { input: text } : { arguments: json }),
        call_id: callId,
        name: tool,
        ...(namespace !== null && { namespace }),
      };
    }
    case "web-search":
      return { id, type: "web_search_call", status, action: searchAction(block) };
    case "provider-item":
      return { id, status, ...block.item };
  }
}

function searchAction({ query, pages }: Extract<ScriptedBlock, { type: "web-search" }>) {
  const sources = pages.map(({ url }) => ({ type: "url", url }));
  return { type: "search", query, queries: [query], sources };
}

/** An item as a stream opens it, before what it holds. */
export function openedItem(item: OutputItem, frame: OutputFrame): JsonObject {
  const whole = wholeItem(item, frame);
  switch (item.block.type) {
    case "text":
      return { ...whole, status: "in_progress", content: [] };
    case "thinking":
    case "redacted-thinking":
      return { ...whole, summary: [], ...(frame.tellsEncrypted && { encrypted_content: null }) };
    case "tool-use":
      return {
        ...whole,
        status: "in_progress",
        ...(item.takesText ? { input: "" } : { arguments: "" }),
      };
    case "web-search":
    case "provider-item":
      return { ...whole, status: "in_progress" };
  }
}

/** The one part of a message. */
export function wholePart({ block, isRefusal }: OutputItem): JsonObject {
  const text = block.type === "text" ? block.text : "";
  if (isRefusal) return { type: "refusal", refusal: text };
  return { ...outputText(text), annotations: [...annotationsOf(block)] };
}

export function openedPart({ isRefusal }: OutputItem): JsonObject {
  return isRefusal ? { type: "refusal", refusal: "" } : outputText("");
}

/** What the text cites, each for all of it. */
export const annotationsOf = (block: OutputItem["block"]): readonly JsonObject[] =>
  block.type !== "text"
    ? []
    : (block.cites ?? []).map(({ url, title }) => ({
        type: "url_citation",
        start_index: 0,
        end_index: block.text.length,
        url,
        title,
      }));

function outputText(text: string): JsonObject {
  return { type: "output_text", annotations: [], logprobs: [], text };
}
