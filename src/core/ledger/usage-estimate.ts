import type { Draft } from "../reply/draft.ts";
import { noUsage, type Usage } from "./usage.ts";

/** Mean of today's tokenizers over English prose and code. */
const charactersPerToken = 4;

export const tokensOfLength = (characters: number): number =>
  Math.ceil(characters / charactersPerToken);

/**
 * The tokens that a call must have taken and that its provider did not report, or reported as 0. Without them a budget
 * would never be used up. A call that brought nothing at all is taken to have cost nothing.
 */
export function estimateOf(draft: Draft, promptTokens: number): Usage {
  const characters = draft.blocks.reduce((sum, block) => sum + lengthOf(block), 0);
  const { usage } = draft;
  if (characters === 0 && usage === null) return noUsage;
  const reported = usage ?? noUsage;
  const isPromptReported =
    reported.inputTokens + reported.cacheReadTokens + reported.cacheWriteTokens > 0;
  const outputTokens = reported.outputTokens > 0 ? 0 : tokensOfLength(characters);
  return { ...noUsage, inputTokens: isPromptReported ? 0 : promptTokens, outputTokens };
}

function lengthOf(block: Draft["blocks"][number]): number {
  switch (block?.type) {
    case "text":
      return block.text.length;
    case "thinking":
      return block.text.length;
    case "tool-use":
      return block.tool.length + block.json.length;
    default:
      return 0;
  }
}
