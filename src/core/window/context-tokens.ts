import { estimateTokenCount } from "tokenx";
import type { Block, Message } from "../message.ts";
import type { Tier } from "../ids.ts";
import { tiers } from "../ids.ts";
import { toolsOf } from "../tools/offered-tools.ts";
import { droppedLineTokens, isDroppable } from "./trim-messages.ts";

/** Longer texts are counted by a sample: it costs some 0.1 µs a character. */
const wholeCharactersMax = 128;
const samplePieces = 4;
/** One of so many further characters is in the sample. */
const sampleEvery = 128;

/**
 * What a text takes by a tokenizer of no model in particular, never more than it has characters. What the
 * provider reports corrects it (`context-calibration.ts`).
 */
export function rawTokensOf(text: string): number {
  if (text.length <= wholeCharactersMax) return estimateTokenCount(text);
  const sample = wholeCharactersMax + Math.floor(text.length / sampleEvery);
  const piece = Math.floor(sample / samplePieces);
  const stride = (text.length - piece) / (samplePieces - 1);
  let tokens = 0;
  for (let index = 0; index < samplePieces; index++) {
    const start = Math.floor(index * stride);
    tokens += estimateTokenCount(text.slice(start, start + piece));
  }
  return Math.ceil((tokens * text.length) / (piece * samplePieces));
}

/** What a message takes, uncorrected. */
export interface MessageTokens {
  readonly whole: number;
  /** Without its tools' output; `null` where there is none that would be worth dropping. */
  readonly slim: number | null;
}

export function measure(message: Message): MessageTokens {
  let whole = 0;
  let dropped = 0;
  for (const block of message.content) {
    const tokens = rawTokensOfBlock(block);
    whole += tokens;
    if (isDroppable(block)) dropped += tokens - callFrameTokens - droppedLineTokens;
  }
  return { whole, slim: message.content.some(isDroppable) ? whole - dropped : null };
}

/** The same of one block. */
export function measureBlock(block: Block): MessageTokens {
  const whole = rawTokensOfBlock(block);
  return { whole, slim: isDroppable(block) ? callFrameTokens + droppedLineTokens : null };
}

/** What a block takes beside its text: its kind, its ids, where it begins and ends. */
const textFrameTokens = 4;
const callFrameTokens = 12;

function rawTokensOfBlock(block: Block): number {
  switch (block.type) {
    case "text":
      return textFrameTokens + rawTokensOf(block.text);
    case "thinking":
      return textFrameTokens + rawTokensOf(block.text) + rawTokensOf(block.signature);
    case "redacted-thinking":
      return textFrameTokens + rawTokensOf(block.data);
    case "carried":
      return textFrameTokens + rawTokensOf(JSON.stringify(block.members));
    case "tool-use":
      return callFrameTokens + rawTokensOf(`${block.tool} ${JSON.stringify(block.input)}`);
    case "tool-result":
      return callFrameTokens + rawTokensOf(block.text);
  }
}

export function charactersOf(message: Message): number {
  return message.content.reduce((sum, block) => sum + lengthOf(block), 0);
}

function lengthOf(block: Block): number {
  switch (block.type) {
    case "text":
    case "tool-result":
      return block.text.length;
    case "thinking":
      return block.text.length + block.signature.length;
    case "redacted-thinking":
      return block.data.length;
    case "carried":
      return JSON.stringify(block.members).length;
    case "tool-use":
      return block.tool.length + JSON.stringify(block.input).length;
  }
}

/** A character takes one token at most, and a provider's tokenizer may see twice what ours sees. */
const tokensPerCharacterMax = 2;

/** More than a message takes by any tokenizer, told from its characters alone. */
export function tokensMaxOf(message: Message): number {
  const frames = message.content.length * callFrameTokens;
  return tokensPerCharacterMax * (charactersOf(message) + frames);
}

const toolsTexts: ReadonlyMap<Tier, string> = new Map(
  tiers.map((tier) => [tier, JSON.stringify(toolsOf(tier))]),
);

/** Of the definitions of a tier's tools. */
export const toolsCharacters = (tier: Tier): number => toolsTexts.get(tier)!.length;
export const rawToolsTokens = (tier: Tier): number =>
  toolsOf(tier).length === 0 ? 0 : rawTokensOf(toolsTexts.get(tier)!);

export const tokensMaxOfText = (characters: number): number => tokensPerCharacterMax * characters;
