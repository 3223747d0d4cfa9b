import type { ProviderEvent } from "../ports.ts";
import type { Asked } from "./asked.ts";
import { callIdsFor } from "./call-ids.ts";
import { streamFailure } from "./failures/call-failure.ts";
import { countOf, isRecord, itemsOrOne, memberNamed, textOf } from "./json-value.ts";
import { newUsage } from "./openai-usage.ts";
import { saysSomething, wordsOfJson } from "./failures/server-words.ts";
import {
  type ItemMembers,
  type OpenItem,
  itemCallIdOf,
  itemInput,
  isItemBeginning,
  isItemOver,
  itemKindOf,
  itemPartsText,
  takeItem,
} from "./responses-item.ts";
import { endFor, toldReason } from "./stop-reason.ts";
import { toolNameOf } from "./tool-name.ts";
import type { WireReader } from "./wire-reader.ts";

/** Reads a reply of OpenAI's Responses API (platform.openai.com/docs/api-reference/responses-streaming). */
export function responsesReader(push: (event: ProviderEvent) => void, asked: Asked): WireReader {
  const idOf = callIdsFor(asked.address);
  const items: OpenItem[] = [];
  const byIndex = new Map<number, OpenItem>();
  /** By which the server knows the calls that have begun. */
  const callIds = new Set<string>();
  const usage = newUsage((told) => push({ type: "usage", usage: told }));
  let isRefused = false;
  let isEnded = false;

  const end = (event: ProviderEvent): void => {
    if (isEnded) return;
    isEnded = true;
    push(event);
  };
  const open = (index: number | null, id: string): OpenItem => {
    const block = items.length;
    const nothing = {
      hasText: false,
      hasInput: false,
      held: "",
      announced: "",
      isCall: false,
      isDone: false,
    };
    const item: OpenItem = { block, id, kind: null, part: 0, ...nothing };
    items.push(item);
    byIndex.set(index ?? block, item);
    return item;
  };
  const known = (index: number | null, id: string): OpenItem | undefined =>
    items.findLast((item) => id !== "" && item.id === id) ??
    (index === null ? items.at(-1) : byIndex.get(index));
  /**
   * Which item an event is about: that of its id, else of its number. Some number all with 0, so that one of another
   * id, or of another kind, is another; and some tell another id with each event of one item.
   */
  const itemOf = (event: ItemMembers, kind: OpenItem["kind"]): OpenItem => {
    const index = countOf(event["output_index"]);
    const id = textOf(event["item_id"]);
    const before = known(index, id);
    const isAnother = (item: OpenItem): boolean =>
      (item.kind !== null && item.kind !== kind) || isItemOver(item, id);
    return takeItem(before === undefined || isAnother(before) ? open(index, id) : before, id, kind);
  };
  const itemAt = (event: ItemMembers, wire: ItemMembers): OpenItem => {
    const index = countOf(event["output_index"]);
    const id = textOf(wire["id"]);
    const kind = itemKindOf(wire);
    const before = known(index, id);
    const isAnother = (item: OpenItem): boolean =>
      (item.kind !== null && item.kind !== kind) ||
      isItemOver(item, id) ||
      (isItemBeginning(event) && id !== "" && item.id !== "" && id !== item.id);
    return takeItem(before === undefined || isAnother(before) ? open(index, id) : before, id, kind);
  };

  const say = (item: OpenItem, type: "text" | "thinking", text: string): void => {
    if (text === "") return;
    item.hasText = true;
    push({ type: "delta", delta: { type, block: item.block, text } });
  };
  const pass = (item: OpenItem, json: string): void => {
    if (json === "") return;
    item.hasInput = true;
    if (!item.isCall) item.held += json;
    else push({ type: "delta", delta: { type: "tool-input", block: item.block, json } });
  };
  const begin = (item: OpenItem, wire: ItemMembers): void => {
    if (itemKindOf(wire) !== "call" || item.isCall || textOf(wire["name"]) === "") return;
    item.isCall = true;
    const tool = toolNameOf(textOf(wire["name"]), asked.tools);
    callIds.add(itemCallIdOf(wire));
    const callId = idOf(itemCallIdOf(wire));
    push({ type: "delta", delta: { type: "tool-use", block: item.block, callId, tool } });
    pass(item, item.held);
  };
  const summarise = (item: OpenItem, event: ItemMembers, text: string): void => {
    // Not `content_index`: vLLM counts the pieces with it.
    const part = countOf(event["summary_index"]) ?? 0;
    if (part > item.part && item.hasText) say(item, "thinking", "\n\n");
    item.part = Math.max(part, item.part);
    say(item, "thinking", text);
  };
  /** What an item's end tells that its pieces have not. */
  const finish = (item: OpenItem, wire: ItemMembers): void => {
    if (item.isDone) return;
    item.isDone = true;
    begin(item, wire);
    switch (wire["type"]) {
      case "function_call":
      case "custom_tool_call":
        if (!item.hasInput) pass(item, itemInput(wire["arguments"] ?? wire["input"]));
        return;
      case "message":
        if (!item.hasText) readContent(item, wire["content"]);
        return;
      case "reasoning": {
        const summary = itemPartsText(wire["summary"]) || itemPartsText(wire["content"]);
        if (!item.hasText) say(item, "thinking", summary);
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
  const readContent = (item: OpenItem, content: unknown): void => {
    if (typeof content === "string") return say(item, "text", content);
    for (const part of itemsOrOne(content)) {
      const refusal = textOf(memberNamed(part, "refusal"));
      if (refusal !== "") isRefused = true;
      say(item, "text", refusal || textOf(memberNamed(part, "text")));
    }
  };
  /** Items that the end alone tells of; one that came in pieces has its number or its id. */
  const readOutput = (output: readonly unknown[]): void => {
    if (items.length > 0) return readRest(output.filter(isRecord));
    for (const [index, wire] of output.entries())
      if (isRecord(wire)) finish(itemAt({ output_index: index }, wire), wire);
  };
  /** Where some came before: words where none did, and calls that are more and have other ids. */
  const readRest = (output: readonly ItemMembers[]): void => {
    const calls = output.filter((wire) => itemKindOf(wire) === "call");
    const isMore = calls.length > items.filter(({ isCall }) => isCall).length;
    const hasWords = items.some(({ kind, hasText }) => kind === "text" && hasText);
    for (const wire of output) {
      const kind = itemKindOf(wire);
      const isNew =
        kind === "call" ? isMore && !callIds.has(itemCallIdOf(wire)) : kind === "text" && !hasWords;
      if (isNew) finish(takeItem(open(null, ""), "", kind), wire);
    }
  };
  const conclude = (response: unknown): void => {
    usage.report(memberNamed(response, "usage"));
    const error = memberNamed(response, "error");
    if (saysSomething(error) || memberNamed(response, "status") === "failed") {
      const words = wordsOfJson(saysSomething(error) ? error : response);
      return end({ type: "failed", failure: streamFailure(words, asked) });
    }
    readOutput(itemsOrOne(memberNamed(response, "output")));
    for (const item of items) if (item.isCall && !item.hasInput) pass(item, item.announced);
    const words = textOf(memberNamed(response, "output_text"));
    if (items.length === 0 && words !== "") say(open(null, ""), "text", words);
    const details = memberNamed(response, "incomplete_details");
    complete(toldReason(memberNamed(details, "reason")), memberNamed(response, "status"));
  };
  const complete = (incomplete: string | null, status?: unknown): void => {
    const ending = endFor(incomplete ?? (status === "cancelled" ? status : null));
    if (ending.type === "failed" || ending.stopReason !== "unknown") return end(ending);
    if (isRefused) return end({ type: "completed", stopReason: "refusal" });
    if (incomplete !== null) return end(ending);
    const calls = items.some(({ isCall }) => isCall);
    end({ type: "completed", stopReason: calls ? "tool-use" : "end-turn" });
  };
  const readEvent = (event: ItemMembers, kind: string): void => {
    const type = textOf(event["type"]) || kind;
    const { item: wire, delta } = event;
    switch (type) {
      case "response.output_item.added":
        if (isRecord(wire)) {
          const item = itemAt({ ...event, type }, wire);
          item.announced = itemInput(wire["arguments"] ?? wire["input"]);
          begin(item, wire);
        }
        return;
      case "response.output_item.done":
        if (isRecord(wire)) finish(itemAt(event, wire), wire);
        return;
      case "response.output_text.delta":
        return say(itemOf(event, "text"), "text", textOf(delta));
      case "response.output_text.done": {
        const item = itemOf(event, "text");
        return item.hasText ? undefined : say(item, "text", textOf(event["text"]));
      }
      case "response.content_part.done": {
        const item = itemOf(event, "text");
        return item.hasText ? undefined : readContent(item, event["part"]);
      }
      case "response.refusal.delta":
        isRefused = true;
        return say(itemOf(event, "text"), "text", textOf(delta));
      case "response.reasoning_summary_text.delta":
      case "response.reasoning_text.delta":
      case "response.reasoning.delta":
        return summarise(itemOf(event, "thinking"), event, textOf(delta));
      case "response.reasoning_summary_text.done":
      case "response.reasoning_text.done": {
        // LM Studio tells its thoughts so alone.
        const item = itemOf(event, "thinking");
        return item.hasText ? undefined : say(item, "thinking", textOf(event["text"]));
      }
      case "response.function_call_arguments.delta":
      case "response.custom_tool_call_input.delta":
        return pass(itemOf(event, "call"), itemInput(delta));
      case "response.function_call_arguments.done": {
        const item = itemOf(event, "call");
        begin(item, { ...event, type: "function_call", id: "" });
        return item.hasInput ? undefined : pass(item, itemInput(event["arguments"]));
      }
      case "response.completed":
      case "response.done":
      case "response.incomplete":
      case "response.failed":
      case "response.cancelled":
        return conclude(event["response"]);
      default:
        // A server that does not stream may frame its whole reply as one event; all else is newer than we are.
        if (event["object"] === "response") readWhole(event);
    }
  };
  const readWhole = (value: unknown): boolean => {
    if (!isRecord(value) || !Array.isArray(value["output"])) return false;
    conclude(value);
    return true;
  };

  return {
    read(value, kind) {
      if (isRecord(value)) readEvent(value, kind);
    },
    done() {
      if (items.length > 0) complete(null);
    },
    readWhole,
    fail: (words) => end({ type: "failed", failure: streamFailure(words, asked) }),
    close() {
      const message = "The stream ended before the response was completed.";
      end({ type: "failed", failure: { code: "stream-cut", message } });
    },
    stage: () => (isEnded ? "over" : "open"),
  };
}
