import { assertNever } from "../assert-never.ts";
import { readCallInput } from "../tools/call-input.ts";
import type { Block } from "../message.ts";
import type { Delta, StopReason } from "./delta.ts";
import type { Failure } from "../failure.ts";
import type { Tier } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { flawOf, type ReplyFlaw, uninvited } from "./reply-flaw.ts";
import type { Usage } from "../ledger/usage.ts";

/** A block while its deltas arrive. */
type DraftBlock =
  | { readonly type: "text"; text: string }
  | { readonly type: "thinking"; text: string; signature: string; readonly member?: string }
  | { readonly type: "redacted-thinking"; data: string }
  | { readonly type: "carried"; members: JsonObject }
  | {
      readonly type: "tool-use";
      readonly callId: string;
      readonly tool: string;
      json: string;
      carried?: JsonObject;
    };

/** A model's reply while it streams: one stream unit. */
export interface Draft {
  /** By block index; a hole is a block of which nothing came. */
  readonly blocks: (DraftBlock | undefined)[];
  /** All text deltas in the order of their arrival. */
  text: string;
  usage: Usage | null;
  /** A block had a number above `blocksMax`: the reply cannot be read. */
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
      else draft.blocks[delta.block] = thought(delta.text, delta.member);
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
    case "carried":
      if (block?.type === "tool-use") block.carried = { ...block.carried, ...delta.members };
      else if (block?.type === "carried") block.members = { ...block.members, ...delta.members };
      else draft.blocks[delta.block] = { type: "carried", members: delta.members };
      return;
    default:
      assertNever(delta);
  }
}

const thought = (text: string, member: string | undefined): DraftBlock => ({
  type: "thinking",
  text,
  signature: "",
  ...(member !== undefined && { member }),
});

export type Conclusion =
  | {
      readonly ok: true;
      readonly content: readonly Block[];
      /** By call id: why a call cannot be made, in words for the model. */
      readonly problems: ReadonlyMap<string, string>;
      /** The reply is neither a report nor a call. */
      readonly flaw: ReplyFlaw | null;
    }
  | { readonly ok: false; readonly failure: Failure };

/** What decides, besides its content, whether a reply is a turn. */
export interface Judged {
  readonly stopReason: StopReason;
  readonly tier: Tier;
  readonly maxOutputTokens: number;
}

const failed = (code: Failure["code"], message: string): Conclusion => ({
  ok: false,
  failure: { code, message },
});

/** Reads a reply that has ended: the turn that it is, or why its try must be discarded. */
export function conclude(draft: Draft, judged: Judged): Conclusion {
  const { stopReason, tier } = judged;
  if (stopReason === "refusal") {
    const words = excerpt(draft.text.trim());
    return failed("refusal", `the model refused to go on${words === "" ? "" : `: ${words}`}`);
  }
  if (stopReason === "pause-turn") return failed("paused", "the model paused its turn");
  if (stopReason === "context-exceeded") {
    return failed("context-exceeded", "the context window is full");
  }
  if (draft.isBroken) return failed("malformed-reply", "a block's number is out of bounds");
  const blocks = draft.blocks.filter((block) => block !== undefined);
  const calls = blocks.filter((block) => block.type === "tool-use");
  const twice = calls.find((call, index) => calls.findIndex(isCalled(call.callId)) < index);
  if (twice !== undefined) {
    return failed("malformed-reply", `two calls have the id ${twice.callId}`);
  }
  const problems = new Map<string, string>();
  const content = blocks.flatMap((block): readonly Block[] => {
    if (block.type === "text") return block.text === "" ? [] : [{ ...block }];
    if (block.type !== "tool-use") return [{ ...block }];
    if (tier !== "tier3") return [];
    const { callId, tool, json, carried } = block;
    const read = readCallInput(json);
    const isCut =
      stopReason === "max-tokens" && block === calls.at(-1) && (!read.ok || json === "");
    if (isCut) problems.set(callId, cutCall(tool, judged));
    else if (!read.ok) problems.set(callId, malformedCall(tool, json, read.problem));
    const input = read.ok ? read.input : {};
    return [{ type: "tool-use", callId, tool, input, ...(carried !== undefined && { carried }) }];
  });
  return { ok: true, content, problems, flaw: flawIn(draft, blocks, judged) };
}

const isCalled =
  (callId: string) =>
  (call: { readonly callId: string }): boolean =>
    call.callId === callId;

function flawIn(
  { text }: Draft,
  blocks: readonly DraftBlock[],
  { stopReason, tier, maxOutputTokens }: Judged,
): ReplyFlaw | null {
  const called = blocks.flatMap((block) => (block.type === "tool-use" ? [block.tool] : []));
  if (called.length > 0) return tier === "tier3" ? null : uninvited([...new Set(called)]);
  const hasThoughts = blocks.some(
    ({ type }) => type === "thinking" || type === "redacted-thinking",
  );
  return flawOf({ text, hasThoughts, stopReason, tier, maxOutputTokens });
}

const cutCall = (tool: string, { maxOutputTokens }: Judged): string =>
  `This call of ${tool} was cut off by the output limit of ${maxOutputTokens.toLocaleString("en-US")} tokens, so it was not made. Make it again in smaller parts.`;

const malformedCall = (tool: string, json: string, problem: string): string =>
  `This call of ${tool} was not made: its input ${problem}. The input was: ${excerpt(json)}\nCall it again, with one JSON object that fits the tool's schema.`;

const excerptCharacters = 300;

const excerpt = (text: string): string =>
  text.length > excerptCharacters ? `${text.slice(0, excerptCharacters)}…` : text;

/** The shell calls of a draft that is complete, for an edge to parse: rules judge a command part by part. */
export function shellCallsOf(draft: Draft): readonly { callId: string; command: string }[] {
  return draft.blocks.flatMap((block) => {
    if (block?.type !== "tool-use" || block.tool !== "bash") return [];
    const read = readCallInput(block.json);
    const command = read.ok ? read.input["command"] : null;
    return typeof command === "string" ? [{ callId: block.callId, command }] : [];
  });
}
