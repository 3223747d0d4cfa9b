import type { JsonObject } from "../../core/json.ts";
import type { Answer } from "../dialect.ts";
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
}

/** What of the output depends on the request. */
export interface OutputFrame {
  /** `include: ["reasoning.encrypted_content"]`. */
  readonly tellsEncrypted: boolean;
}

/** Each block is an item; another API's own blocks have no place here. */
export function outputItems({ names, script }: Answer): readonly OutputItem[] {
  const blocks = script.blocks.flatMap((block) => (block.type === "provider-block" ? [] : [block]));
  const answer = names.message.replace(/^resp_/, "");
  return blocks.map((block, index) => ({
    index,
    id: itemId(block, `${answer}_${index}`),
    status: isCutOff(script) && index === blocks.length - 1 ? "incomplete" : "completed",
    block,
    isRefusal: script.stopReason === "refusal" && block.type === "text",
  }));
}

/** Whether the reply stopped before the model was done. */
export function isCutOff({ stopReason }: Pick<Script, "stopReason">): boolean {
  return stopReason === "max-tokens" || stopReason === "context-exceeded";
}

function itemId(block: OutputItem["block"], name: string): string {
  switch (block.type) {
    case "text":
      return `msg_${name}`;
    case "thinking":
    case "redacted-thinking":
      return `rs_${name}`;
    case "tool-use":
      return functionItemId(block.callId);
  }
}

/** A call's item is named after the call, so that a reference to the item tells which call is meant. */
export function functionItemId(callId: string): string {
  return `fc_${callId.replace(/^call_/, "")}`;
}

/** An item once all of it is there. */
export function wholeItem(item: OutputItem, frame: OutputFrame): JsonObject {
  const { id, status, block } = item;
  switch (block.type) {
    case "text":
      return { id, type: "message", status, role: "assistant", content: [wholePart(item)] };
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
    case "tool-use":
      return {
        id,
        type: "function_call",
        status,
        arguments: block.json,
        call_id: block.callId,
        name: block.tool,
      };
  }
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
      return { ...whole, status: "in_progress", arguments: "" };
  }
}

/** The one part of a message. */
export function wholePart({ block, isRefusal }: OutputItem): JsonObject {
  const text = block.type === "text" ? block.text : "";
  return isRefusal ? { type: "refusal", refusal: text } : outputText(text);
}

export function openedPart({ isRefusal }: OutputItem): JsonObject {
  return isRefusal ? { type: "refusal", refusal: "" } : outputText("");
}

function outputText(text: string): JsonObject {
  return { type: "output_text", annotations: [], logprobs: [], text };
}
