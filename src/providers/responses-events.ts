import type { Failure } from "../core/failure.ts";
import type { ProviderEvent } from "../ports.ts";
import type { Asked } from "./asked.ts";
import { callIdsFor } from "./call-ids.ts";
import { streamFailure } from "./failures/call-failure.ts";
import { countOf, isRecord, itemsOrOne, memberNamed, textOf, wholeIn } from "./json-value.ts";
import { newInput } from "./new-input.ts";
import { newUsage } from "./openai-usage.ts";
import { wordsOfJson } from "./failures/server-words.ts";
import {
  type ItemMembers,
  type OpenItem,
  itemCallIdOf,
  itemInput,
  isItemBeginning,
  isItemOver,
  errorIn,
  newItem,
  isResponse,
  isUnfinished,
  unfinishedWords,
  itemKindOf,
  itemPartsText,
  isThoughtContent,
  isThoughtPart,
  thoughtContent,
  itemText,
  takeItem,
} from "./responses-item.ts";
import { endFor, reasonFrom } from "./stop-reason.ts";
import { toolNameOf } from "./tool-name.ts";
import type { WireReader } from "./wire-reader.ts";

/** Reads a reply of OpenAI's Responses API (platform.openai.com/docs/api-reference/responses-streaming). */
export function responsesReader(push: (event: ProviderEvent) => void, asked: Asked): WireReader {
  const idOf = callIdsFor(asked.address);
  const items: OpenItem[] = [];
  const byIndex = new Map<number, OpenItem>();
  /** The calls that have begun, by the ids that the server knows them by. */
  const byCallId = new Map<string, OpenItem>();
  const usage = newUsage((reported) => push({ type: "usage", usage: reported }));
  let isRefused = false;
  let isEnded = false;

  const end = (event: ProviderEvent): void => {
    if (isEnded) return;
    isEnded = true;
    push(event);
  };
  const failWith = (failure: Failure): void => end({ type: "failed", failure });
  const open = (index: number | null, id: string): OpenItem => {
    const block = items.length;
    const item = newItem(block, id);
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
    const item = before === undefined || isAnother(before) ? open(index, id) : before;
    item.isContent ||= isThoughtContent(event);
    return takeItem(item, id, kind);
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
    item.text += text;
    const named = type === "thinking" && item.isContent ? { member: thoughtContent } : {};
    push({ type: "delta", delta: { type, block: item.block, text, ...named } });
  };
  const sayUnsaid = (item: OpenItem, type: "text" | "thinking", text: string): void => {
    if (item.text === "") say(item, type, text);
  };
  const pass = (item: OpenItem, piece: string): void => {
    const json = newInput(item.json, piece);
    if (json === "") return;
    item.json += json;
    if (item.isCall) passOn(item, json);
  };
  /** All of its input, of which its pieces may have told a part. */
  const passRest = (item: OpenItem, whole: string): void => {
    if (whole.startsWith(item.json)) pass(item, whole.slice(item.json.length));
  };
  const passOn = ({ block }: OpenItem, json: string): void => {
    if (json !== "") push({ type: "delta", delta: { type: "tool-input", block, json } });
  };
  const begin = (item: OpenItem, wire: ItemMembers): void => {
    if (itemKindOf(wire) !== "call" || item.isCall || textOf(wire["name"]) === "") return;
    item.isCall = true;
    const tool = toolNameOf(textOf(wire["name"]), asked.tools);
    byCallId.set(itemCallIdOf(wire), item);
    const callId = idOf(itemCallIdOf(wire));
    push({ type: "delta", delta: { type: "tool-use", block: item.block, callId, tool } });
    passOn(item, item.json);
  };
  const summarise = (item: OpenItem, event: ItemMembers, text: string): void => {
    // Not `content_index`: vLLM counts the pieces with it.
    const part = countOf(event["summary_index"]) ?? 0;
    if (part > item.part && item.text !== "") say(item, "thinking", "\n\n");
    item.part = Math.max(part, item.part);
    say(item, "thinking", text);
  };
  /** What an item's end tells that its pieces have not. */
  const finish = (item: OpenItem, wire: ItemMembers): void => {
    if (item.isDone) return;
    item.isDone = true;
    begin(item, wire);
    switch (itemKindOf(wire)) {
      case "call":
        return passRest(item, inputOf(wire));
      case "text":
        return readContent(item, wire["content"]);
      case "thinking": {
        const summary = itemPartsText(wire["summary"]) || itemPartsText(wire["content"]);
        item.isContent ||= isThoughtContent(wire);
        sayUnsaid(item, "thinking", summary);
        return seal(item, textOf(wire["encrypted_content"]));
      }
      case null:
      // What OpenAI's own tools bring: we offer none.
    }
  };
  /** A thought goes back in the form that it came in, encrypted. */
  const seal = (item: OpenItem, data: string): void => {
    if (data === "" || item.isSealed) return;
    item.isSealed = true;
    const { block } = item;
    if (item.text !== "")
      push({ type: "delta", delta: { type: "signature", block, signature: data } });
    else push({ type: "delta", delta: { type: "redacted-thinking", block, data } });
  };
  /** All of its words, of which its pieces may have told a part. */
  const readContent = (item: OpenItem, content: unknown): void => {
    const parts = typeof content === "string" ? [{ text: content }] : itemsOrOne(content);
    const whole = parts
      .map((part) => refusalIn(part) || textOf(memberNamed(part, "text")))
      .join("");
    if (parts.some((part) => refusalIn(part) !== "")) isRefused = true;
    if (whole.startsWith(item.text)) say(item, "text", whole.slice(item.text.length));
  };
  /** Items that the end alone tells of; one that came in pieces has its number or its id. */
  const readOutput = (output: readonly unknown[]): void => {
    if (items.length > 0) return readRest(output.filter(isRecord));
    for (const [index, wire] of output.entries())
      if (isRecord(wire)) finish(itemAt({ output_index: index }, wire), wire);
  };
  /** Where some came before: words where none did, calls that are more and have other ids, and what seals a thought. */
  const readRest = (output: readonly ItemMembers[]): void => {
    const calls = output.filter((wire) => itemKindOf(wire) === "call");
    const isMore = calls.length > items.filter(({ isCall }) => isCall).length;
    const hasWords = items.some(({ kind, text }) => kind === "text" && text !== "");
    const thoughts = items.filter(({ kind }) => kind === "thinking");
    for (const wire of output) {
      const kind = itemKindOf(wire);
      const thought = kind === "thinking" ? thoughts.shift() : undefined;
      if (thought !== undefined) seal(thought, textOf(wire["encrypted_content"]));
      const known = kind === "call" ? byCallId.get(itemCallIdOf(wire)) : undefined;
      // OpenRouter tells what a call needs at the end alone.
      if (known !== undefined) passRest(known, inputOf(wire));
      const isNew = kind === "call" ? isMore && known === undefined : kind === "text" && !hasWords;
      if (isNew) finish(takeItem(open(null, ""), "", kind), wire);
    }
  };
  const conclude = (response: unknown, fallbackStatus?: string): void => {
    usage.report(memberNamed(response, "usage"));
    const status = memberNamed(response, "status") ?? fallbackStatus;
    const error = errorIn(response, status);
    if (error !== null) return failWith(streamFailure(wordsOfJson(error), asked));
    readOutput(itemsOrOne(memberNamed(response, "output")));
    for (const item of items) if (item.isCall && item.json === "") pass(item, item.announced);
    const words = textOf(memberNamed(response, "output_text"));
    if (items.length === 0 && words !== "") say(open(null, ""), "text", words);
    const details = memberNamed(response, "incomplete_details");
    const reason = reasonFrom(memberNamed(details, "reason"));
    complete(reason ?? (status === "incomplete" ? "max_output_tokens" : null), status);
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
          item.announced = inputOf(wire);
          begin(item, wire);
        }
        return;
      case "response.output_item.done":
        if (isRecord(wire)) finish(itemAt(event, wire), wire);
        return;
      case "response.output_text.delta":
      case "response.text.delta":
        return say(itemOf(event, "text"), "text", itemText(delta));
      case "response.output_text.done":
      case "response.text.done":
        return readContent(itemOf(event, "text"), event["text"]);
      case "response.content_part.done": {
        // DeepSeek and LM Studio tell thoughts by the same event.
        const kind = isThoughtPart(event["part"]) ? "thinking" : "text";
        const item = itemOf(event, kind);
        if (kind === "thinking") return sayUnsaid(item, kind, itemPartsText(event["part"]));
        return readContent(item, event["part"]);
      }
      case "response.refusal.delta":
        isRefused = true;
        return say(itemOf(event, "text"), "text", itemText(delta));
      case "response.refusal.done":
        return readContent(itemOf(event, "text"), event);
      case "response.reasoning_summary_text.delta":
      case "response.reasoning_summary.delta":
      case "response.reasoning_text.delta":
      case "response.reasoning.delta":
        return summarise(itemOf(event, "thinking"), event, itemText(delta));
      case "response.reasoning_summary_text.done":
      case "response.reasoning_text.done":
        // LM Studio tells its thoughts so alone.
        return sayUnsaid(itemOf(event, "thinking"), "thinking", textOf(event["text"]));
      case "response.function_call_arguments.delta":
      case "response.custom_tool_call_input.delta":
        return pass(itemOf(event, "call"), itemInput(delta));
      case "response.function_call_arguments.done":
      case "response.custom_tool_call_input.done": {
        const item = itemOf(event, "call");
        begin(item, { ...event, type: "function_call", id: "" });
        return passRest(item, inputOf(event));
      }
      case "response.completed":
      case "response.done":
      case "response.incomplete":
      case "response.failed":
      case "response.cancelled":
        usage.report(event["usage"]);
        return conclude(event["response"] ?? event, type.slice("response.".length));
      default:
        // A server that does not stream may frame its whole reply as one event; all else is newer than we are.
        if (event["object"] === "response" && !isUnfinished(event)) readWhole(event);
        usage.report(event["usage"] ?? memberNamed(event["response"], "usage"));
    }
  };
  const readWhole = (received: unknown): boolean => {
    const response = wholeIn(received, isResponse);
    if (response === undefined) return false;
    if (!isUnfinished(response)) conclude(response);
    else failWith({ code: "invalid-request", message: unfinishedWords(response) });
    return true;
  };

  return {
    api: "Responses",
    read(value, kind) {
      if (isRecord(value)) readEvent(value, kind);
    },
    done() {
      if (items.length > 0) complete(null);
    },
    readWhole,
    fail(words, value) {
      usage.report(memberNamed(value, "usage"));
      failWith(streamFailure(words, asked));
    },
    close() {
      const message = "The stream ended before the response was completed.";
      failWith({ code: "stream-cut", message });
    },
    stage: () => (isEnded ? "over" : "open"),
  };
}

const refusalIn = (part: unknown): string => textOf(memberNamed(part, "refusal"));
const inputOf = (wire: ItemMembers): string => itemInput(wire["arguments"] ?? wire["input"]);
