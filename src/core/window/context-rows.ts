import type { Rates } from "./context-rates.ts";
import { aboutOf, type MessageAbout } from "./context-target.ts";
import { measureBlock, type MessageTokens } from "./context-tokens.ts";
import type { Block, Message } from "../message.ts";
import type { SessionState } from "../state.ts";
import { turnOfMessage } from "./trim-messages.ts";

/** One message of a session; the first is the ticket with its files, or what is to be planned. */
export interface ContextRow extends MessageAbout {
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
  /** Results that are in hand while other calls of the turn are at work: it is no message yet. */
  readonly isPartial: boolean;
}

export function contextRows(
  { messages, context }: SessionState,
  messageTokens: readonly MessageTokens[],
  { rates, written }: { readonly rates: Rates; readonly written: number },
): readonly ContextRow[] {
  const { resultsThrough, turnsThrough } = context.drops;
  return messages.map((message, index) => {
    const turn = turnOfMessage(index);
    const tokens = messageTokens[index]!;
    const isSlim = turn > 0 && turn <= resultsThrough && tokens.slim !== null;
    const dropped = turn > 0 && turn <= turnsThrough ? "whole" : isSlim ? "results" : "none";
    const talkRate = turn === 0 ? rates.fixed : rates.talk;
    const estimate = ({ whole, slim }: MessageTokens): number => {
      const talk = slim ?? whole;
      const output = dropped === "results" ? 0 : whole - talk;
      return Math.max(0, Math.ceil(talkRate * talk + rates.output * output));
    };
    const estimatedTokens = estimate(tokens);
    // What is all of its message needs not be counted again: outputs are long.
    const ofBlock = (block: Block): number =>
      message.content.length === 1 ? estimatedTokens : estimate(measureBlock(block));
    return {
      index,
      role: message.role,
      turn,
      estimatedTokens,
      hasToolUse: message.content.some(({ type }) => type === "tool-use"),
      hasToolResult: message.content.some(({ type }) => type === "tool-result"),
      dropped,
      isPartial: index >= written,
      ...aboutOf(message, messages[index - 1] ?? null, ofBlock),
    };
  });
}
