import type { Block } from "./conversation.ts";
import type { Delta, StopReason } from "./delta.ts";
import type { Failure } from "./failure.ts";
import type { Tier } from "./ids.ts";
import type { JsonObject } from "./json.ts";
import type { Usage } from "./usage.ts";

/** A block while its deltas arrive. */
type DraftBlock =
  | { readonly type: "text"; text: string }
  | { readonly type: "thinking"; text: string; signature: string }
  | { readonly type: "redacted-thinking"; data: string }
  | { readonly type: "tool-use"; readonly callId: string; readonly tool: string; json: string };

/** A model's reply while it streams: one stream unit. */
export interface Draft {
  /** By block index; a hole is a block of which nothing came. */
  readonly blocks: (DraftBlock | undefined)[];
  /** All text deltas in the order of their arrival. */
  text: string;
  usage: Usage | null;
  /** A block's number was out of all bounds. */
  isBroken: boolean;
}

/** More blocks than any reply has; a hostile number must not make us count up to it. */
const blocksMax = 4096;

export const emptyDraft = (): Draft => ({
  blocks: [],
  text: "",
  usage: null,
  isBroken: false,
});

export function extend(draft: Draft, delta: Delta): void {
  if (!(delta.block >= 0 && delta.block < blocksMax)) {
    draft.isBroken = true;
    return;
  }
  const block = draft.blocks[delta.block];
  switch (delta.type) {
    case "text":
      draft.text += delta.text;
      if (block?.type === "text") block.text += delta.text;
      else draft.blocks[delta.block] = { type: "text", text: delta.text };
      return;
    case "thinking":
      if (block?.type === "thinking") block.text += delta.text;
      else draft.blocks[delta.block] = { type: "thinking", text: delta.text, signature: "" };
      return;
    case "signature":
      if (block?.type === "thinking") block.signature += delta.signature;
      else draft.blocks[delta.block] = { type: "thinking", text: "", signature: delta.signature };
      return;
    case "redacted-thinking":
      draft.blocks[delta.block] = { type: "redacted-thinking", data: delta.data };
      return;
    case "tool-use":
      draft.blocks[delta.block] = {
        type: "tool-use",
        callId: delta.callId,
        tool: delta.tool,
        json: "",
      };
      return;
    case "tool-input":
      if (block?.type === "tool-use") block.json += delta.json;
      return;
  }
}

export type Conclusion =
  | { readonly ok: true; readonly content: readonly Block[] }
  | { readonly ok: false; readonly failure: Failure };

const failed = (code: Failure["code"], message: string): Conclusion => ({
  ok: false,
  failure: { code, message },
});

/** Whether a reply that ended is a turn, and which; else why its try must be discarded. */
export function conclude(draft: Draft, stopReason: StopReason, tier: Tier): Conclusion {
  const hasCalls = draft.blocks.some((block) => block?.type === "tool-use");
  if (draft.usage === null) return failed("usage-missing", "the provider reported no usage");
  if (stopReason === "refusal") return failed("refusal", "the model refused to go on");
  if (stopReason === "pause-turn") return failed("paused", "the model paused its turn");
  if (stopReason === "context-exceeded") {
    return failed("context-exceeded", "the context window is full");
  }
  if (stopReason === "max-tokens" && hasCalls) {
    return failed("max-tokens", "the reply was cut off in a tool call by the output limit");
  }
  if (hasCalls && tier !== "tier3") {
    const tools = draft.blocks.flatMap((block) => (block?.type === "tool-use" ? [block.tool] : []));
    return failed(
      "malformed-reply",
      `${tier} called ${tools.join(", ")}, and it was offered no tool`,
    );
  }
  if (draft.isBroken) return failed("malformed-reply", "a block's number is out of bounds");
  const content: Block[] = [];
  const callIds = new Set<string>();
  for (const block of draft.blocks) {
    if (block === undefined) continue;
    if (block.type !== "tool-use") {
      if (block.type !== "text" || block.text !== "") content.push({ ...block });
      continue;
    }
    if (callIds.has(block.callId)) {
      return failed("malformed-reply", `two calls have the id ${block.callId}`);
    }
    callIds.add(block.callId);
    const input = parseInput(block.json);
    if (input === null) {
      return failed("malformed-reply", `the input of the call of ${block.tool} is no JSON object`);
    }
    content.push({ type: "tool-use", callId: block.callId, tool: block.tool, input });
  }
  if (content.length === 0 && (tier === "tier1" || tier === "tier2")) {
    return failed("malformed-reply", "the reply is empty");
  }
  return { ok: true, content };
}

/** A call without input streams no JSON at all. */
function parseInput(json: string): JsonObject | null {
  if (json === "") return {};
  try {
    const value: unknown = JSON.parse(json);
    return value !== null && typeof value === "object" && !Array.isArray(value)
      ? (value as JsonObject)
      : null;
  } catch {
    return null;
  }
}

/** The shell calls of a draft that is complete, for an edge to parse: rules judge a command part by part. */
export function shellCallsOf(draft: Draft): readonly { callId: string; command: string }[] {
  return draft.blocks.flatMap((block) => {
    if (block?.type !== "tool-use" || block.tool !== "bash") return [];
    const command = parseInput(block.json)?.["command"];
    return typeof command === "string" ? [{ callId: block.callId, command }] : [];
  });
}
