import type { ProviderEvent } from "../ports.ts";
import type { Asked } from "./asked.ts";
import { callIdsFor } from "./call-ids.ts";
import { streamFailure } from "./failures/call-failure.ts";
import { countOf, isRecord, itemsOrOne, memberNamed, textOf } from "./json-value.ts";
import { newUsage } from "./openai-usage.ts";
import { saysSomething, wordsOfJson } from "./failures/server-words.ts";
import { endFor, toldReason } from "./stop-reason.ts";
import { toolNameOf } from "./tool-name.ts";
import type { WireReader } from "./wire-reader.ts";

/** One item of the output, and what of it has come. */
interface OpenItem {
  readonly block: number;
  /** What the server calls it, once it does. */
  id: string;
  /** What it holds, once that is known. */
  kind: "text" | "thinking" | "call" | null;
  hasText: boolean;
  hasInput: boolean;
  /** Input that came before the call's name. */
  held: string;
  isCall: boolean;
  isDone: boolean;
  /** Of a reasoning's summary, which is shown as one text. */
  part: number;
}

type Members = Readonly<Record<string, unknown>>;

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
    const nothing = { hasText: false, hasInput: false, held: "", isCall: false, isDone: false };
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
  const itemOf = (event: Members, kind: OpenItem["kind"]): OpenItem => {
    const index = countOf(event["output_index"]);
    const id = textOf(event["item_id"]);
    const before = known(index, id);
    const isAnother = (item: OpenItem): boolean =>
      (item.kind !== null && item.kind !== kind) || isOver(item, id);
    return take(before === undefined || isAnother(before) ? open(index, id) : before, id, kind);
  };
  const itemAt = (event: Members, wire: Members): OpenItem => {
    const index = countOf(event["output_index"]);
    const id = textOf(wire["id"]);
    const kind = kindOf(wire);
    const before = known(index, id);
    const isAnother = (item: OpenItem): boolean =>
      (item.kind !== null && item.kind !== kind) ||
      isOver(item, id) ||
      (isBeginning(event) && id !== "" && item.id !== "" && id !== item.id);
    return take(before === undefined || isAnother(before) ? open(index, id) : before, id, kind);
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
  const begin = (item: OpenItem, wire: Members): void => {
    if (kindOf(wire) !== "call" || item.isCall || textOf(wire["name"]) === "") return;
    item.isCall = true;
    const tool = toolNameOf(textOf(wire["name"]), asked.tools);
    callIds.add(callIdOf(wire));
    const callId = idOf(callIdOf(wire));
    push({ type: "delta", delta: { type: "tool-use", block: item.block, callId, tool } });
    pass(item, item.held);
  };
  const summarise = (item: OpenItem, event: Members, text: string): void => {
    // Not `content_index`: vLLM counts the pieces with it.
    const part = countOf(event["summary_index"]) ?? 0;
    if (part > item.part && item.hasText) say(item, "thinking", "\n\n");
    item.part = Math.max(part, item.part);
    say(item, "thinking", text);
  };
  /** What an item's end tells that its pieces have not. */
  const finish = (item: OpenItem, wire: Members): void => {
    if (item.isDone) return;
    item.isDone = true;
    begin(item, wire);
    switch (wire["type"]) {
      case "function_call":
      case "custom_tool_call":
        if (!item.hasInput) pass(item, inputText(wire["arguments"] ?? wire["input"]));
        return;
      case "message":
        if (!item.hasText) readContent(item, wire["content"]);
        return;
      case "reasoning": {
        const summary = partsText(wire["summary"]) || partsText(wire["content"]);
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
  const readRest = (output: readonly Members[]): void => {
    const calls = output.filter((wire) => kindOf(wire) === "call");
    const isMore = calls.length > items.filter(({ isCall }) => isCall).length;
    const hasWords = items.some(({ kind, hasText }) => kind === "text" && hasText);
    for (const wire of output) {
      const kind = kindOf(wire);
      const isNew =
        kind === "call" ? isMore && !callIds.has(callIdOf(wire)) : kind === "text" && !hasWords;
      if (isNew) finish(take(open(null, ""), "", kind), wire);
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
  const readEvent = (event: Members, kind: string): void => {
    const type = textOf(event["type"]) || kind;
    const { item: wire, delta } = event;
    switch (type) {
      case "response.output_item.added":
        if (isRecord(wire)) begin(itemAt({ ...event, type }, wire), wire);
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
        return pass(itemOf(event, "call"), inputText(delta));
      case "response.function_call_arguments.done": {
        const item = itemOf(event, "call");
        begin(item, { ...event, type: "function_call", id: "" });
        return item.hasInput ? undefined : pass(item, inputText(event["arguments"]));
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

/** Whether an item has ended, so that what comes now is of another; its end may come twice. */
const isOver = (item: OpenItem, id: string): boolean =>
  item.isDone && (id === "" || id !== item.id);

function take(item: OpenItem, id: string, kind: OpenItem["kind"]): OpenItem {
  item.id ||= id;
  item.kind = kind;
  return item;
}

const callIdOf = (wire: Members): string => textOf(wire["call_id"]) || textOf(wire["id"]);

const isBeginning = ({ type }: Members): boolean => type === "response.output_item.added";

function kindOf({ type }: Members): OpenItem["kind"] {
  switch (type) {
    case "message":
      return "text";
    case "reasoning":
      return "thinking";
    case "function_call":
    // Of a tool that takes text: we offer none, so that the model has to hear of it.
    case "custom_tool_call":
      return "call";
    default:
      return null;
  }
}

const inputText = (value: unknown): string =>
  typeof value === "string" ? value : isRecord(value) ? JSON.stringify(value) : "";

const partsText = (parts: unknown): string =>
  itemsOrOne(parts)
    .map((part) => textOf(memberNamed(part, "text")))
    .filter((text) => text !== "")
    .join("\n\n");
