import type { JsonObject } from "../core/json.ts";
import type { Delta } from "../core/reply/delta.ts";
import type { ProviderEvent } from "../ports.ts";
import type { Asked } from "./asked.ts";
import { streamFailure } from "./failures/call-failure.ts";
import {
  countOf,
  decoded,
  isRecord,
  itemsOf,
  itemsOrOne,
  memberNamed,
  textOf,
  wholeIn,
} from "./json-value.ts";
import { newChatBlocks } from "./chat-blocks.ts";
import { openaiCalls } from "./openai-calls.ts";
import { newReasoningDetails } from "./reasoning-details.ts";
import { newUsage } from "./openai-usage.ts";
import { saysSomething, wordsOfJson } from "./failures/server-words.ts";
import { endFor, newEndSign, reasonFrom } from "./stop-reason.ts";
import type { WireReader } from "./wire-reader.ts";

/** Members that thoughts come in; the first is DeepSeek's, the second Ollama's, OpenRouter's and Groq's. */
const thoughtMembers = [
  "reasoning_content",
  "reasoning",
  "reasoning_text",
  "thinking",
  "thinking_content",
  "thought",
  "thoughts",
] as const;

/** Parts of a content that are thoughts: Mistral's, Databricks' and those of bridges. */
const thoughtParts: ReadonlySet<string> = new Set(["thinking", "reasoning", "thought"]);

/** Of thoughts that go back whole, among the members that are carried. */
export const carriedThoughts = "reasoning_details";

/** Reads a reply of Chat Completions, as servers send it: `docs/servers.md` has their ways. */
export function openaiReader(push: (event: ProviderEvent) => void, asked: Asked): WireReader {
  const blocks = newChatBlocks();
  const endSign = newEndSign();
  const passCall = (delta: Delta): void => {
    if (delta.type !== "carried") endSign.goOn();
    push({ type: "delta", delta });
  };
  const calls = openaiCalls(passCall, asked, blocks.ofCall);
  const details = newReasoningDetails();
  const thinkingBlocks = newReasoningDetails();
  let isRefused = false;
  const usage = newUsage((reported) => push({ type: "usage", usage: reported }));
  let isSentinelSeen = false;
  let isOver = false;
  /** A member for thoughts that was there, if only empty: such a server may want it back. */
  let emptyThoughts: string | null = null;
  let hasThoughts = false;
  let hasPieces = false;
  let hasNewCalls = false;
  let hasFirst = false;
  let hasWhole = false;
  let isWholeOver = false;
  /** Choices with another number than 0. */
  const others: unknown[] = [];

  const end = (event: ProviderEvent): void => {
    if (isOver) return;
    // Of a reply that breaks off, a name may be half there.
    if (event.type === "completed") sayRest();
    isOver = true;
    push(event);
  };
  const sayRest = (): void => {
    calls.end();
    const members = {
      ...(details.whole().length > 0 && { reasoning_details: details.whole() }),
      ...(thinkingBlocks.whole().length > 0 && { thinking_blocks: thinkingBlocks.whole() }),
    };
    if (saysSomething(members)) carry(members);
    if (!hasThoughts && emptyThoughts !== null && calls.count() > 0) think(emptyThoughts, "");
  };
  const carry = (members: JsonObject): void =>
    push({ type: "delta", delta: { type: "carried", block: blocks.ofOwn(), members } });
  const say = (text: string): void => {
    if (text === "") return;
    endSign.goOn();
    push({ type: "delta", delta: { type: "text", block: blocks.ofKind("text"), text } });
  };
  const think = (member: string, text: string): void => {
    hasThoughts = true;
    if (text !== "") endSign.goOn();
    const block = blocks.ofKind("thinking");
    // DeepSeek's name is what goes without saying.
    const named = member === thoughtMembers[0] ? {} : { member };
    push({ type: "delta", delta: { type: "thinking", block, text, ...named } });
  };
  const readThoughts = (message: Readonly<Record<string, unknown>>): void => {
    const member = thoughtMembers.find((name) => thoughtText(message[name]) !== "");
    const parts = itemsOf(message["reasoning_details"]);
    const blocks = itemsOf(message["thinking_blocks"]);
    details.add(parts);
    thinkingBlocks.add(blocks);
    if (member !== undefined) return think(member, thoughtText(message[member]));
    // MiniMax tells them so alone.
    const thought = [...parts, ...blocks].map(thoughtIn).join("");
    if (thought !== "") return think(carriedThoughts, thought);
    emptyThoughts ??= thoughtMembers.find((name) => message[name] === "") ?? null;
  };
  const readContent = (content: unknown): void => {
    if (typeof content === "string") return say(content);
    // A piece that is a number, which a printer of JSON took for one.
    if (typeof content === "number") return say(String(content));
    for (const part of itemsOrOne(content)) {
      const type = textOf(memberNamed(part, "type")) || "text";
      if (typeof part === "string") say(part);
      else if (type === "text" || type === "output_text") say(partText(part));
      else if (type === "refusal") refuse(textOf(memberNamed(part, "refusal")));
      else if (type === "tool_use" || type === "tool_call") calls.read(part);
      else if (thoughtParts.has(type)) {
        const text = thoughtText(part);
        if (text !== "") think("content", text);
      }
    }
  };
  const refuse = (words: string): void => {
    if (words === "") return;
    isRefused = true;
    say(words);
  };
  const readMessage = (message: Readonly<Record<string, unknown>>): void => {
    readThoughts(message);
    const extra = message["extra_content"];
    const google = memberNamed(extra, "google");
    const isSigned = textOf(memberNamed(google, "thought_signature")) !== "";
    // Gemini marks its thoughts so, among the content; words that it signed for its thoughts have the mark, too.
    const isThought = memberNamed(google, "thought") === true && !isSigned;
    if (isThought && typeof message["content"] === "string") think("content", message["content"]);
    else readContent(message["content"]);
    refuse(textOf(message["refusal"]));
    const made = message["tool_calls"] ?? message["tool_call"] ?? message["toolCalls"];
    const pieces = itemsOrOne(decoded(made));
    calls.readAll(pieces);
    hasNewCalls ||= pieces.length > 0;
    const called = message["function_call"] ?? message["functionCall"];
    // Some tell a call in both ways.
    if (isRecord(called) && !hasNewCalls) calls.read({ function: called });
    if (isRecord(extra) && !isThought) carry({ extra_content: extra as JsonObject });
    // Copilot's signature of a thought, whose words are in `reasoning_text` (anomalyco/opencode#8900).
    const opaque = textOf(message["reasoning_opaque"]);
    if (opaque !== "") carry({ reasoning_opaque: opaque });
    usage.report(message["usage"]);
  };
  const isEnded = (): boolean => endSign.isTrusted() && usage.isTold();
  const failBy = (error: unknown): void => {
    if (!isEnded()) end({ type: "failed", failure: streamFailure(wordsOfJson(error), asked) });
  };
  const read = (received: unknown, isWhole: boolean): void => {
    const value = hasChoices(received) ? received : (wholeIn(received, hasChoices) ?? received);
    for (const choice of itemsOrOne(memberNamed(value, "choices"))) {
      if (indexOf(choice) === 0) {
        hasFirst = true;
        readChoice(choice, isWhole);
      } else others.push(choice);
    }
    endSign.say(finishIn(value));
    isWholeOver = hasWhole && endSign.reason() !== null;
    // Wherever it is: Moonshot has it in the choice, Groq and llama.cpp in a member of their own.
    usage.report(memberNamed(value, "timings"));
    const groq = memberNamed(value, "x_groq");
    usage.report(memberNamed(groq, "usage"));
    usage.report(memberNamed(value, "usageMetadata"));
    usage.report(memberNamed(value, "usage"));
    const error = memberNamed(groq, "error");
    if (saysSomething(error)) failBy(error);
  };
  const readChoice = (choice: unknown, isWhole: boolean): void => {
    const delta = memberNamed(choice, "delta");
    const piece = typeof delta === "string" ? { content: delta } : delta;
    const whole = memberNamed(choice, "message");
    const error = [choice, piece, whole]
      .map((one) => memberNamed(one, "error"))
      .find(saysSomething);
    if (error !== undefined) return failBy(error);
    hasPieces ||= saysSomething(piece);
    // Another whole reply in one body.
    if (isRecord(whole) && isWholeOver && !hasPieces) return;
    // A server that does not stream may frame its whole reply as one event; others send it again behind its pieces.
    const message = isWhole || !hasPieces ? (whole ?? piece) : piece;
    hasWhole ||= isRecord(message) && message === whole;
    if (isRecord(message)) readMessage(message);
    if (message !== whole && calls.count() === 0) readCalls(whole);
    // Servers that know completions alone, and gateways that put calls beside the delta.
    if (message === undefined) say(textOf(memberNamed(choice, "text")));
    readCalls(choice);
    endSign.say(finishIn(choice) ?? finishIn(piece));
    usage.report(memberNamed(choice, "usage"));
  };
  /** One choice is asked for, which some number from 1. Copilot and LiteLLM put its calls into a second. */
  const readOthers = (isWhole: boolean): void => {
    const only = hasFirst ? 0 : indexOf(others[0]);
    for (const choice of others.splice(0)) {
      if (indexOf(choice) === only) readChoice(choice, isWhole);
      else readCalls(memberNamed(choice, "delta") ?? memberNamed(choice, "message"));
    }
  };
  const readCalls = (holder: unknown): void => {
    const pieces = itemsOrOne(memberNamed(holder, "tool_calls"));
    calls.readAll(pieces);
    const called = memberNamed(holder, "function_call");
    if (isRecord(called) && pieces.length === 0) calls.read({ function: called });
  };

  return {
    api: "Chat Completions",
    read: (value) => read(value, false),
    done() {
      isSentinelSeen = true;
      this.close();
    },
    readWhole(received) {
      const value = wholeIn(received, hasChoices);
      if (value === undefined) return false;
      read(value, true);
      readOthers(true);
      if (endSign.reason() === null) endSign.say("stop");
      return true;
    },
    fail(words, value) {
      // OpenRouter tells the usage beside it.
      usage.report(memberNamed(value, "usage"));
      if (this.stage() === "ended") return this.close();
      end({ type: "failed", failure: streamFailure(words, asked) });
    },
    close(torn = "") {
      readOthers(false);
      const isWhole =
        endSign.reason() !== null && (torn === "" || isEnded() || endPiece.test(torn));
      if (!isWhole && !isSentinelSeen) {
        const message = "The stream ended before its finish reason.";
        return end({ type: "failed", failure: { code: "stream-cut", message } });
      }
      const ending = endFor(endSign.reason());
      const isRefusal = isRefused && ending.type === "completed";
      end(isRefusal ? { type: "completed", stopReason: "refusal" } : ending);
    },
    stage: () => (isOver ? "over" : isEnded() ? "ended" : "open"),
  };
}

/** What begins so brings no more of a reply than its counts. */
const endPiece = /"choices"\s*:\s*(\[\s*\]|null)|"usage"\s*:\s*\{/;

const indexOf = (choice: unknown): number => countOf(memberNamed(choice, "index")) ?? 0;

/** `null` in place of a list is no choice, and no other kind of body either. */
const hasChoices = (value: unknown): boolean =>
  isRecord(value) && typeof value["choices"] === "object";

/** Why a choice ended, by the names of this wire and of others. */
const finishIn = (holder: unknown): string | null =>
  isRecord(holder)
    ? (reasonFrom(holder["finish_reason"]) ??
      reasonFrom(holder["finishReason"]) ??
      reasonFrom(holder["stop_reason"]))
    : null;

/** As text, or as an object with its value, which the Assistants API had and bridges to it have. */
function partText(part: unknown): string {
  const text = memberNamed(part, "text") ?? memberNamed(part, "content");
  return textOf(text) || textOf(memberNamed(text, "value"));
}

/** A thought as text, as parts, or as an object around either. */
function thoughtText(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return (value as readonly unknown[]).map(thoughtText).join("");
  if (!isRecord(value)) return "";
  return thoughtHolders
    .map((name) => memberNamed(value, name))
    .map((inner) => (isRecord(inner) ? "" : thoughtText(inner)))
    .join("");
}

const thoughtHolders = ["thinking", "reasoning", "text", "content", "summary"] as const;

/** What a person can read of a part of a thought. */
const thoughtIn = (part: unknown): string =>
  ["text", "summary", "thinking"].map((name) => textOf(memberNamed(part, name))).join("");
