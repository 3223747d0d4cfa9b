import type { ProviderEvent } from "../ports.ts";
import type { Asked } from "./asked.ts";
import { callIdsFor } from "./call-ids.ts";
import { streamFailure } from "./call-failure.ts";
import { isRecord, itemsOf, memberNamed, textOf } from "./json-value.ts";
import { usageOf } from "./openai-usage.ts";
import { wordsOfJson } from "./server-words.ts";
import { toolNameOf } from "./tool-name.ts";
import type { WireReader } from "./wire-reader.ts";

/** One item of the output, and what of it has come. */
interface OpenItem {
  readonly block: number;
  hasText: boolean;
  hasInput: boolean;
  isCall: boolean;
  /** Of a reasoning's summary, which is shown as one text. */
  part: number;
}

type Members = Readonly<Record<string, unknown>>;

/** Reads a reply of OpenAI's Responses API (platform.openai.com/docs/api-reference/responses-streaming). */
export function responsesReader(push: (event: ProviderEvent) => void, asked: Asked): WireReader {
  const idOf = callIdsFor(asked.address);
  const items = new Map<number, OpenItem>();
  let isRefused = false;
  let isOver = false;

  const end = (event: ProviderEvent): void => {
    if (isOver) return;
    isOver = true;
    push(event);
  };
  const itemAt = (index: number): OpenItem => {
    const known = items.get(index);
    if (known !== undefined) return known;
    const block = items.has(index) || index < 0 ? items.size : index;
    const item = { block, hasText: false, hasInput: false, isCall: false, part: 0 };
    items.set(index, item);
    return item;
  };
  const say = (item: OpenItem, type: "text" | "thinking", text: string): void => {
    if (text === "") return;
    item.hasText = true;
    push({ type: "delta", delta: { type, block: item.block, text } });
  };
  const pass = (item: OpenItem, json: string): void => {
    if (json === "") return;
    item.hasInput = true;
    push({ type: "delta", delta: { type: "tool-input", block: item.block, json } });
  };
  const begin = (item: OpenItem, wire: Members): void => {
    if (wire["type"] !== "function_call" || item.isCall) return;
    item.isCall = true;
    const tool = toolNameOf(textOf(wire["name"]), asked.tools);
    const callId = idOf(textOf(wire["call_id"]) || textOf(wire["id"]));
    push({ type: "delta", delta: { type: "tool-use", block: item.block, callId, tool } });
  };
  const summarise = (item: OpenItem, event: Members, text: string): void => {
    const part = Number(event["summary_index"] ?? event["content_index"] ?? 0);
    if (part > item.part && item.hasText) say(item, "thinking", "\n\n");
    item.part = Math.max(part, item.part);
    say(item, "thinking", text);
  };
  /** What an item's end tells that its pieces have not. */
  const finish = (item: OpenItem, wire: Members): void => {
    begin(item, wire);
    switch (wire["type"]) {
      case "function_call":
        if (!item.hasInput) pass(item, inputText(wire["arguments"]));
        return;
      case "message":
        if (!item.hasText) for (const part of itemsOf(wire["content"])) readPart(item, part);
        return;
      case "reasoning": {
        if (!item.hasText) say(item, "thinking", partsText(wire["summary"]));
        const data = textOf(wire["encrypted_content"]);
        const { block } = item;
        if (data === "") return;
        if (item.hasText)
          push({ type: "delta", delta: { type: "signature", block, signature: data } });
        else push({ type: "delta", delta: { type: "redacted-thinking", block, data } });
        return;
      }
      default:
      // What OpenAI's own tools bring: we offer none.
    }
  };
  const readPart = (item: OpenItem, part: unknown): void => {
    const refusal = textOf(memberNamed(part, "refusal"));
    if (refusal !== "") isRefused = true;
    say(item, "text", refusal || textOf(memberNamed(part, "text")));
  };
  const conclude = (response: unknown): void => {
    const usage = usageOf(memberNamed(response, "usage"));
    if (usage !== null) push({ type: "usage", usage });
    const error = memberNamed(response, "error");
    if (isRecord(error) || memberNamed(response, "status") === "failed") {
      const failure = streamFailure(wordsOfJson(error ?? response), asked);
      return end({ type: "failed", failure });
    }
    const reason = textOf(memberNamed(memberNamed(response, "incomplete_details"), "reason"));
    end({ type: "completed", stopReason: stopReasonOf(reason) });
  };
  const stopReasonOf = (incomplete: string) => {
    if (incomplete === "max_output_tokens") return "max-tokens";
    if (isRefused || incomplete === "content_filter") return "refusal";
    return [...items.values()].some(({ isCall }) => isCall) ? "tool-use" : "end-turn";
  };
  const readEvent = (event: Members, kind: string): void => {
    const index = typeof event["output_index"] === "number" ? event["output_index"] : 0;
    const delta = textOf(event["delta"]);
    switch (textOf(event["type"]) || kind) {
      case "response.output_item.added":
        if (isRecord(event["item"])) begin(itemAt(index), event["item"]);
        return;
      case "response.output_text.delta":
        return say(itemAt(index), "text", delta);
      case "response.refusal.delta":
        isRefused = true;
        return say(itemAt(index), "text", delta);
      case "response.reasoning_summary_text.delta":
      case "response.reasoning_text.delta":
        return summarise(itemAt(index), event, delta);
      case "response.function_call_arguments.delta":
        return pass(itemAt(index), delta);
      case "response.output_item.done":
        if (isRecord(event["item"])) finish(itemAt(index), event["item"]);
        return;
      case "response.completed":
      case "response.incomplete":
      case "response.failed":
        return conclude(event["response"]);
      default:
      // Parts that begin and end, and what is newer than we are.
    }
  };

  return {
    read(value, kind) {
      if (isRecord(value)) readEvent(value, kind);
    },
    done: () => {},
    readWhole(value) {
      if (!isRecord(value) || !Array.isArray(value["output"])) return false;
      value["output"].forEach((item, index) => {
        if (isRecord(item)) finish(itemAt(index), item);
      });
      conclude(value);
      return true;
    },
    fail: (words) => end({ type: "failed", failure: streamFailure(words, asked) }),
    close() {
      const message = "The stream ended before the response was completed.";
      end({ type: "failed", failure: { code: "stream-cut", message } });
    },
    stage: () => (isOver ? "over" : "open"),
  };
}

const inputText = (value: unknown): string =>
  typeof value === "string" ? value : isRecord(value) ? JSON.stringify(value) : "";

const partsText = (parts: unknown): string =>
  itemsOf(parts)
    .map((part) => textOf(memberNamed(part, "text")))
    .join("\n\n");
