import type { Delta } from "../core/reply/delta.ts";
import type { JsonObject } from "../core/json.ts";
import type { ProviderEvent } from "../ports.ts";
import { callIdsFor } from "./call-ids.ts";
import { streamFailure } from "./failures/call-failure.ts";
import {
  countOf,
  isRecord,
  itemsOrOne,
  memberNamed,
  membersBeside,
  textOf,
  wholeIn,
} from "./json-value.ts";
import {
  callTypes,
  deltaTypeOf,
  documentedMembers,
  errorWithin,
  isBlockBegun,
  isMessage,
  type OpenBlock,
} from "./anthropic-block.ts";
import { newMessageUsage } from "./anthropic-usage.ts";
import type { Asked } from "./asked.ts";
import { type ServerWords, wordsOfJson } from "./failures/server-words.ts";
import { newInput } from "./new-input.ts";
import { endFor, newEndSign, reasonFrom } from "./stop-reason.ts";
import { toolNameOf } from "./tool-name.ts";
import type { WireReader } from "./wire-reader.ts";

/** Reads a reply of the Messages API, as servers send it: `docs/servers.md` has their ways. */
export function anthropicReader(push: (event: ProviderEvent) => void, asked: Asked): WireReader {
  const idOf = callIdsFor(asked.address);
  const open = new Map<number, OpenBlock>();
  let latest: OpenBlock | null = null;
  let last = -1;
  const endSign = newEndSign();
  const report = newMessageUsage((usage) => push({ type: "usage", usage }));
  /** What the first event says of the content: it counts where no block follows. */
  let first: unknown;
  let isWhySaid = false;
  /** What has come of a thought's signature, by its block. */
  const signatures = new Map<number, string>();
  let messageId = "";
  let isOver = false;

  const say = (delta: Delta): void => push({ type: "delta", delta });
  const end = (event: ProviderEvent): void => {
    if (isOver) return;
    if (last < 0) readContent(first);
    for (const block of open.values()) closeBlock(block);
    open.clear();
    isOver = true;
    push(event);
  };
  const openBlock = (index: number, type: string, id: string): OpenBlock => {
    const before = open.get(index);
    if (before !== undefined) closeBlock(before);
    last += 1;
    const nothing = { input: null, json: "", isClosed: false };
    latest = { type, block: last, beside: new Map(), id, ...nothing };
    open.set(index, latest);
    return latest;
  };
  const closeBlock = (closing: OpenBlock): void => {
    const { block, input, isClosed } = closing;
    closing.isClosed = true;
    if (input !== null && !isClosed)
      say({ type: "tool-input", block, json: JSON.stringify(input) });
  };
  /** The block of that number; where there is none, or it is closed and another is open, the latest. */
  const blockAt = (index: number | null): OpenBlock | null => {
    const known = index === null ? undefined : open.get(index);
    if (known === undefined || (known.isClosed && latest?.isClosed === false)) return latest;
    return known;
  };
  /** The number of the open block, where it is of that kind; else of one of that kind beside it. */
  const blockFor = (index: number | null, type: string): number => {
    const known = blockAt(index) ?? openBlock(index ?? 0, type, "");
    if (known.type === type) return known.block;
    const beside = known.beside.get(type) ?? (last += 1);
    known.beside.set(type, beside);
    return beside;
  };

  /** The number of the thought that a signature is of; it may come when that is closed already. */
  const thoughtFor = (index: number | null): number => {
    const own = open.get(index ?? -1);
    const isLate = own?.type === "thinking" && blockAt(index)?.type !== "thinking";
    return isLate ? own.block : blockFor(index, "thinking");
  };

  /** Bridges that know a call's input at its end tell it there. */
  const withInput = (closing: OpenBlock, wire: unknown): OpenBlock => {
    const input = memberNamed(wire, "input");
    if (closing.type === "tool_use" && closing.json === "" && isRecord(input))
      closing.input ??= input as JsonObject;
    return closing;
  };

  const fail = (words: ServerWords): void => {
    if (endSign.isTrusted()) return end(endFor(endSign.reason()));
    end({ type: "failed", failure: streamFailure(words, asked) });
  };

  const readStart = (givenIndex: number | null, wire: Readonly<Record<string, unknown>>): void => {
    const type = callTypes.has(textOf(wire["type"])) ? "tool_use" : textOf(wire["type"]);
    const id = textOf(wire["id"]);
    const index = givenIndex ?? last + 1;
    const before = open.get(index);
    // Sent again, before anything of it came.
    if (type === "tool_use" && id !== "" && before?.id === id && !isBlockBegun(before)) return;
    const opened = openBlock(index, type, id);
    const { block } = opened;
    switch (type) {
      case "tool_use": {
        endSign.goOn();
        const tool = toolNameOf(textOf(wire["name"]), asked.tools);
        say({ type: "tool-use", block, callId: idOf(id), tool });
        // They go back on the call that they came on.
        const carried = membersBeside(documentedMembers, wire);
        if (carried !== null) say({ type: "carried", block, members: carried });
        const { input } = wire;
        if (typeof input === "string" && input !== "") {
          opened.json = input;
          say({ type: "tool-input", block, json: input });
        } else if (isRecord(input) && Object.keys(input).length > 0)
          opened.input = input as JsonObject;
        return;
      }
      case "redacted_thinking":
        return say({ type: "redacted-thinking", block, data: textOf(wire["data"]) });
      case "text":
        // The API opens a block empty; some servers that speak its wire do not.
        return tell("text", block, wire["text"]);
      case "thinking":
        tell("thinking", block, wire["thinking"]);
        return sign(block, wire["signature"]);
      default:
      // What tools that run at the provider bring: we offer none.
    }
  };
  const tell = (type: "text" | "thinking", block: number, text: unknown): void => {
    if (textOf(text) === "") return;
    endSign.goOn();
    say({ type, block, text: textOf(text) });
  };
  const sign = (block: number, wire: unknown): void => {
    const signature = textOf(wire);
    const before = signatures.get(block) ?? "";
    // Some tell it with the block's opening, and in a piece.
    if (signature === "" || signature === before) return;
    signatures.set(block, before + signature);
    say({ type: "signature", block, signature });
  };
  const readDelta = (index: number | null, wire: Readonly<Record<string, unknown>>): void => {
    switch (deltaTypeOf(wire)) {
      case "text_delta":
        if (textOf(wire["text"]) !== "") tell("text", blockFor(index, "text"), wire["text"]);
        return;
      case "thinking_delta": {
        const thought = wire["thinking"] ?? wire["text"];
        if (textOf(thought) !== "") tell("thinking", blockFor(index, "thinking"), thought);
        return;
      }
      case "signature_delta":
        if (textOf(wire["signature"]) === "") return;
        return sign(thoughtFor(index), wire["signature"]);
      case "input_json_delta": {
        const known = blockAt(index);
        const piece = wire["partial_json"];
        // Of a tool at the provider, or of a call that never began.
        if (known?.type !== "tool_use") return;
        const received = isRecord(piece) ? JSON.stringify(piece) : textOf(piece);
        const json = newInput(known.json, received);
        known.json += json;
        if (json !== "") endSign.goOn();
        if (json !== "") known.input = null;
        return say({ type: "tool-input", block: known.block, json });
      }
      default:
      // Citations and what is newer than we are: nothing that we ask for.
    }
  };
  const readEvent = (event: Readonly<Record<string, unknown>>, kind: string): void => {
    const index = countOf(event["index"]);
    const { delta } = event;
    const error = errorWithin(event);
    if (error !== null) return fail(wordsOfJson(error));
    switch (textOf(event["type"]) || kind) {
      case "message":
        // A server that does not stream may frame its whole reply as one event, and others tell all again at the end.
        return void readWhole(last < 0 ? event : { ...event, content: null });
      case "message_start":
        if (isAnother(textOf(memberNamed(event["message"], "id")))) return cut();
        first = memberNamed(event["message"], "content");
        report(event["usage"]);
        return report(memberNamed(event["message"], "usage"));
      case "content_block_start":
        if (isRecord(event["content_block"])) readStart(index, event["content_block"]);
        return;
      case "content_block_delta":
        if (isRecord(delta)) readDelta(index, delta);
        return;
      case "content_block_stop": {
        const block = blockAt(index);
        if (block !== null) closeBlock(withInput(block, event["content_block"]));
        return;
      }
      case "message_delta":
        sayWhy(memberNamed(delta, "stop_details"));
        readStop(memberNamed(delta, "stop_reason") ?? event["stop_reason"]);
        report(memberNamed(delta, "usage"));
        return report(event["usage"]);
      case "message_stop":
        readStop(event["stop_reason"] ?? memberNamed(event["message"], "stop_reason"));
        report(memberNamed(event["message"], "usage"));
        report(event["usage"]);
        report(event["amazon-bedrock-invocationMetrics"]);
        return end(endFor(endSign.reason()));
      default:
      // A ping, or an event that is newer than we are.
    }
  };
  /** A proxy that lost the model begins anew within the stream: what came before is no part of that. */
  const isAnother = (id: string): boolean => {
    const before = messageId;
    messageId = id || before;
    return before !== messageId && before !== "" && last >= 0;
  };
  const cut = (): void => {
    const message = "Another reply began within the stream.";
    end({ type: "failed", failure: { code: "stream-cut", message } });
  };
  const readStop = (reason: unknown): void => {
    endSign.say(reasonFrom(reason));
  };
  /** A refusal's own words, where it stands beside them. */
  const sayWhy = (details: unknown): void => {
    const why = textOf(memberNamed(details, "explanation"));
    if (why !== "" && !isWhySaid) tell("text", openBlock(last + 1, "text", "").block, why);
    isWhySaid ||= why !== "";
  };
  const readContent = (content: unknown): void => {
    if (typeof content === "string") tell("text", blockFor(null, "text"), content);
    itemsOrOne(content).forEach((block, index) => {
      if (isRecord(block)) readStart(index, block);
      else if (typeof block === "string") tell("text", blockFor(null, "text"), block);
      const opened = open.get(index);
      if (opened !== undefined) closeBlock(opened);
    });
  };
  const readWhole = (received: unknown): boolean => {
    const value = wholeIn(received, isMessage);
    if (!isRecord(value)) return false;
    readContent(value["content"]);
    report(value["usage"]);
    sayWhy(value["stop_details"]);
    readStop(value["stop_reason"]);
    if (endSign.reason() === null) endSign.say("end_turn");
    return true;
  };

  return {
    api: "Messages",
    read(value, kind) {
      if (isRecord(value)) readEvent(value, kind);
    },
    done() {
      if (endSign.reason() !== null) end(endFor(endSign.reason()));
    },
    readWhole,
    fail(words, value) {
      report(memberNamed(value, "usage"));
      fail(words);
    },
    close(torn = "") {
      const isMore =
        torn !== "" && (!endSign.isTrusted() || /content_block_(start|delta)/.test(torn));
      if (endSign.reason() !== null && !isMore) return end(endFor(endSign.reason()));
      // It ends as silently as a complete one.
      const message = "The stream ended before its last event.";
      end({ type: "failed", failure: { code: "stream-cut", message } });
    },
    stage: () => (isOver ? "over" : endSign.isTrusted() ? "ended" : "open"),
  };
}
