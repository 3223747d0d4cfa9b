import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import type { Failure } from "../core/failure.ts";
import type { StopReason } from "../core/delta.ts";
import type { ProviderEvent } from "../ports.ts";
import { usageOf, type WireUsage } from "./openai-usage.ts";

/** A chunk as servers send it: with members that the client's types don't know, and without some they promise. */
interface WireChunk {
  readonly choices?: readonly WireChoice[] | null;
  readonly usage?: WireUsage | null;
}

interface WireChoice {
  readonly index?: number;
  readonly delta?: WireDelta | null;
  readonly finish_reason?: string | null;
  /** Moonshot puts it here. */
  readonly usage?: WireUsage | null;
}

interface WireDelta {
  readonly content?: string | null;
  readonly refusal?: string | null;
  /** Thoughts, as DeepSeek and those after it name them, and as Ollama and OpenRouter do. */
  readonly reasoning_content?: string | null;
  readonly reasoning?: string | null;
  readonly tool_calls?: readonly WireCall[] | null;
}

type WireCall = Partial<ChatCompletionChunk.Choice.Delta.ToolCall>;

const stopReasons: Readonly<Record<string, StopReason>> = {
  stop: "end-turn",
  length: "max-tokens",
  tool_calls: "tool-use",
  function_call: "tool-use",
  content_filter: "refusal",
};

/** Ends that are failures, by DeepSeek's and OpenRouter's names. */
const failedEnds: Readonly<Record<string, Failure>> = {
  insufficient_system_resource: {
    code: "overloaded",
    message: "The server ran out of resources in the middle of its reply.",
  },
  error: { code: "stream-error", message: "The server ended its reply with an error." },
};

/** Reads one reply's chunks, in order, and pushes what they bring; `end` says how the reply ended. */
export interface OpenaiReader {
  read(chunk: WireChunk): void;
  /** Nothing more comes. The sentinel is no sign of it: the client keeps it to itself. */
  end(): void;
}

export function openaiReader(push: (event: ProviderEvent) => void): OpenaiReader {
  const blocks = newBlocks();
  let finishReason: string | null = null;
  let isRefused = false;
  let isUsageAnnounced = false;
  let isUsageTold = false;

  const report = (wire: WireUsage | null | undefined) => {
    if (wire === null) isUsageAnnounced = true;
    const usage = wire == null ? null : usageOf(wire);
    if (usage === null) return;
    isUsageTold = true;
    push({ type: "usage", usage });
  };
  const say = (type: "text" | "thinking", text: string | null | undefined) => {
    if (typeof text !== "string" || text === "") return;
    push({ type: "delta", delta: { type, block: blocks.ofKind(type), text } });
  };
  const readCall = ({ index = 0, id, function: called }: WireCall) => {
    const { call, isNew } = blocks.ofCall(index, id ?? "", called?.name ?? "");
    const { block, callId, tool } = call;
    if (isNew) push({ type: "delta", delta: { type: "tool-use", block, callId, tool } });
    const json = argumentsOf(called?.arguments);
    if (json !== "") push({ type: "delta", delta: { type: "tool-input", block, json } });
  };

  return {
    read({ choices, usage }) {
      const choice = choices?.find(({ index }) => (index ?? 0) === 0);
      const delta = choice?.delta;
      say("thinking", delta?.reasoning_content ?? delta?.reasoning);
      say("text", delta?.content);
      if (delta?.refusal) isRefused = true;
      say("text", delta?.refusal);
      for (const call of delta?.tool_calls ?? []) readCall(call);
      finishReason = choice?.finish_reason ?? finishReason;
      report(usage ?? choice?.usage ?? usage);
    },
    end() {
      if (finishReason === null) return push(cut("its finish reason"));
      const failure = failedEnds[finishReason];
      if (failure !== undefined) return push({ type: "failed", failure });
      if (isUsageAnnounced && !isUsageTold) return push(cut("the usage that it had announced"));
      const stopReason = isRefused ? "refusal" : (stopReasons[finishReason] ?? "unknown");
      push({ type: "completed", stopReason });
    },
  };
}

function cut(missing: string): ProviderEvent {
  const message = `The stream ended before ${missing}.`;
  return { type: "failed", failure: { code: "stream-cut", message } };
}

/** Some servers send what should be JSON text as an object. */
function argumentsOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null || value === undefined ? "" : JSON.stringify(value);
}

interface CallBlock {
  readonly block: number;
  readonly id: string;
  readonly callId: string;
  readonly tool: string;
}

/**
 * Counts a reply's blocks, which this wire does not number: one more wherever the kind changes, and one for
 * each call, whose pieces may come in turns with another's.
 */
function newBlocks() {
  const calls = new Map<number, CallBlock>();
  let kind: "text" | "thinking" | "call" | null = null;
  let last = -1;
  return {
    ofKind(wanted: "text" | "thinking"): number {
      if (kind !== wanted) last += 1;
      kind = wanted;
      return last;
    },
    ofCall(index: number, id: string, tool: string): { call: CallBlock; isNew: boolean } {
      kind = "call";
      const known = calls.get(index);
      // Some servers give every call the same index, and tell them apart by their ids alone.
      const isAnother = id !== "" && tool !== "" && id !== known?.id;
      if (known !== undefined && !isAnother) return { call: known, isNew: false };
      last += 1;
      const call = { block: last, id, callId: id === "" ? `call_${last}` : id, tool };
      calls.set(index, call);
      return { call, isNew: true };
    },
  };
}
