import type { MessageTokens } from "./context-tokens.ts";
import type { Message } from "./conversation.ts";
import type { SessionState } from "./state.ts";
import { turnOfMessage } from "./trim-messages.ts";

/** One message of a session; the first is the ticket with its files, or what is to be planned. */
export interface ContextRow {
  readonly index: number;
  readonly role: Message["role"];
  /** The turn that it belongs to: a reply, or what it was told. 0 for the first message. */
  readonly turn: number;
  /** As the next request holds it; what it would take where it is left out. */
  readonly estimatedTokens: number;
  readonly hasToolUse: boolean;
  readonly hasToolResult: boolean;
  /** `results`: its tools' output is left out. */
  readonly dropped: "none" | "results" | "whole";
}

export function contextRows(
  { messages, context }: SessionState,
  messageTokens: readonly MessageTokens[],
  factor: number,
): readonly ContextRow[] {
  const { resultsThrough, turnsThrough } = context.drops;
  return messages.map((message, index) => {
    const turn = turnOfMessage(index);
    const { whole, slim } = messageTokens[index]!;
    const isSlim = turn > 0 && turn <= resultsThrough && slim !== null;
    const dropped = turn > 0 && turn <= turnsThrough ? "whole" : isSlim ? "results" : "none";
    return {
      index,
      role: message.role,
      turn,
      estimatedTokens: Math.ceil(factor * (dropped === "results" ? (slim ?? whole) : whole)),
      hasToolUse: message.content.some(({ type }) => type === "tool-use"),
      hasToolResult: message.content.some(({ type }) => type === "tool-result"),
      dropped,
    };
  });
}
