import type { Block, Message } from "../message.ts";

/**
 * Where a prefix of a request ends that a provider should keep: its tools, its system prompt, its files (the
 * first message) and the history up to its last message. Neutral between providers; one that keeps prefixes
 * by itself needs none of them.
 */
export type CacheBreakpoint =
  | { readonly part: "tools" }
  | { readonly part: "system" }
  /** `message` and `block` count from 0. */
  | { readonly part: "files" | "history"; readonly message: number; readonly block: number };

/** How long a provider keeps a prefix that nobody reads: five minutes, Anthropic's default. */
export const cacheLifeMs = 5 * 60_000;

/**
 * Places at most four, which is what Anthropic allows. `first` is the session's first message as it was
 * written: what a request adds to it changes, and stands behind the breakpoint.
 */
export function placeBreakpoints(
  request: {
    readonly system: string;
    readonly tools: readonly unknown[];
    readonly messages: readonly Message[];
  },
  first: Message,
): readonly CacheBreakpoint[] {
  const { system, tools, messages } = request;
  const breakpoints: CacheBreakpoint[] = [];
  if (tools.length > 0) breakpoints.push({ part: "tools" });
  if (system !== "") breakpoints.push({ part: "system" });
  const files = first.content.findLastIndex(canEndPrefix);
  if (files >= 0 && messages.length > 0) {
    breakpoints.push({ part: "files", message: 0, block: files });
  }
  const message = messages.length - 1;
  const block = messages.at(-1)?.content.findLastIndex(canEndPrefix) ?? -1;
  if (block >= 0 && (message > 0 || block !== files)) {
    breakpoints.push({ part: "history", message, block });
  }
  return breakpoints;
}

/** Anthropic refuses a breakpoint on a thought, and on text that is empty. */
function canEndPrefix(block: Block): boolean {
  switch (block.type) {
    case "text":
      return block.text !== "";
    case "tool-use":
    case "tool-result":
      return true;
    case "thinking":
    case "redacted-thinking":
    case "carried":
      return false;
  }
}
