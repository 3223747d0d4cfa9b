import type { Block, Message } from "../message.ts";

/**
 * What requests of a session leave out: the tools' output of turns 1 to `resultsThrough`, and turns 1 to
 * `turnsThrough` altogether. Always the oldest, so two numbers say it; the second never passes the first.
 */
export interface Drops {
  readonly resultsThrough: number;
  readonly turnsThrough: number;
}

export const noDrops: Drops = { resultsThrough: 0, turnsThrough: 0 };

/** Shorter output stays: the line in its place would save nothing. */
const resultCharactersMin = 200;

/**
 * A session's messages as its request carries them. The first message is the ticket with its files, or the
 * plan to make; turn n is messages 2n - 1 (the reply) and 2n (what it was told), so no call is parted from
 * its result.
 */
export function trimMessages(messages: readonly Message[], drops: Drops): readonly Message[] {
  const { resultsThrough, turnsThrough } = drops;
  const [first, ...others] = messages;
  if (first === undefined || resultsThrough === 0) return [...messages];
  const kept = others.slice(2 * turnsThrough).map((message, index) => {
    const turn = turnOfMessage(2 * turnsThrough + index + 1);
    return turn <= resultsThrough ? (slimMessage(message) ?? message) : message;
  });
  return [turnsThrough === 0 ? first : withNotice(first, turnsThrough), ...kept];
}

/** Which turn the message at an index belongs to; 0 for the first message. */
export const turnOfMessage = (index: number): number => Math.ceil(index / 2);

/** The message with its tools' longer output replaced by a line; `null` where there is none. */
function slimMessage(message: Message): Message | null {
  if (!message.content.some(isDroppable)) return null;
  return { ...message, content: message.content.map(slimBlock) };
}

export function isDroppable(block: Block): boolean {
  return block.type === "tool-result" && block.text.length > resultCharactersMin;
}

function slimBlock(block: Block): Block {
  if (block.type !== "tool-result" || !isDroppable(block)) return block;
  const text = `[${block.text.length.toLocaleString("en-US")} characters of output were dropped to make room. Call the tool again where you need them.]`;
  return { ...block, text };
}

/** What that line takes, uncorrected. */
export const droppedLineTokens = 24;

/** Last in the first message, so that what stands before it is the same prefix as ever. */
function withNotice(first: Message, turnsThrough: number): Message {
  return { ...first, content: [...first.content, { type: "text", text: noticeOf(turnsThrough) }] };
}

function noticeOf(turnsThrough: number): string {
  const which = turnsThrough === 1 ? "Turn 1" : `Turns 1 to ${turnsThrough}`;
  return `[${which} of this conversation: dropped to make room. What was changed in files stays changed.]`;
}

/** What that line takes, uncorrected; generous, since the number in it varies. */
export const noticeTokens = 32;
