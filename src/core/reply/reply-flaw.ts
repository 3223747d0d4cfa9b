import type { StopReason } from "./delta.ts";
import type { Failure } from "../failure.ts";
import type { Tier } from "../ids.ts";
import { toolsOf } from "../tools/offered-tools.ts";
import { callInText } from "./call-in-text.ts";
import { withoutThoughts } from "./tagged-thoughts.ts";

/** Why a reply that ended is neither a report nor a call: what it is called, and what the model is told. */
export interface ReplyFlaw {
  readonly failure: Failure;
  /** The message that asks the model for a better reply. */
  readonly request: string;
}

/** How often in a row a session is asked for a better reply. */
export const requestsMax = 2;

/** What a reply that called nothing says. */
export interface ReplyContent {
  readonly text: string;
  readonly hasThoughts: boolean;
  readonly stopReason: StopReason;
  readonly tier: Tier;
  readonly maxOutputTokens: number;
}

/** Judges a reply without a call by what it says; `null`: it is one to go on with. */
export function flawOf(said: ReplyContent): ReplyFlaw | null {
  const { stopReason, tier } = said;
  const { text, hasTags } = withoutThoughts(said.text);
  if (stopReason === "max-tokens" && (tier !== "tier4" || text.trim() === "")) return cutOff(said);
  if (text.trim() === "") return empty(said.hasThoughts || hasTags);
  if (tier !== "tier3") return null;
  const mark = callInText(
    text,
    toolsOf(tier).map(({ name }) => name),
  );
  if (mark !== null) {
    return flaw(
      "call-in-text",
      `the reply holds a tool call as text (${mark}), which the server did not read as a call: its model's tool calls have to be parsed there (vLLM: --enable-auto-tool-choice with the model's --tool-call-parser; llama.cpp: --jinja)`,
      `Your last reply held a tool call as text (${mark}), so nothing was called. Call the tool by the API's own tool calls; do not write the call into your text.`,
    );
  }
  if (stopReason === "tool-use") {
    return flaw(
      "empty-reply",
      "the reply's stop reason says that it calls a tool, and it holds no call: the server may have lost it",
      "Your last reply was to call a tool, but no call came with it. Call the tool again; or, where the ticket is done, say in a few words what you did.",
    );
  }
  return null;
}

/** Calls of a tier that was offered no tools. */
export const uninvited = (tools: readonly string[]): ReplyFlaw =>
  flaw(
    "malformed-reply",
    `the reply calls ${tools.join(", ")}, and no tool was offered`,
    `Your last reply called ${tools.join(", ")}. There are no tools here, so nothing was called. Answer in words alone, in the form that was asked for.`,
  );

function cutOff({ maxOutputTokens }: ReplyContent): ReplyFlaw {
  const limit = maxOutputTokens.toLocaleString("en-US");
  return flaw(
    "max-tokens",
    `the reply was cut off by the output limit (${limit} tokens were asked for; the server's own may be lower). Raise maxOutputTokens in rehearsal.config.ts, or the server's limit`,
    `Your last reply was cut off by the output limit of ${limit} tokens, or a lower one of the server's. Go on in smaller steps: shorter replies, and one small tool call at a time.`,
  );
}

function empty(hasThoughts: boolean): ReplyFlaw {
  return flaw(
    "empty-reply",
    hasThoughts
      ? "the reply holds thoughts alone: no words and no tool call"
      : "the reply is empty: no words and no tool call",
    `Your last reply held ${hasThoughts ? "your thoughts alone" : "nothing"}. Go on: call a tool; or, where all is done, say in a few words what you did.`,
  );
}

const flaw = (code: Failure["code"], message: string, request: string): ReplyFlaw => ({
  failure: { code, message },
  request,
});
