import type { Usage } from "../core/ledger/usage.ts";
import type { ScriptedBlock } from "./script.ts";

const bytesAToken = 4;

/** An estimate, the same for the same text everywhere: one token for each four bytes begun. */
export function countTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / bytesAToken);
}

/** What a reply's blocks cost. Thinking is inside the output; a reply without a word costs one token. */
export function countOutput(
  blocks: readonly ScriptedBlock[],
): Pick<Usage, "outputTokens" | "thinkingTokens"> {
  let outputTokens = 0;
  let thinkingTokens = 0;
  for (const block of blocks) {
    const tokens = countTokens(textOf(block));
    outputTokens += tokens;
    if (block.type === "thinking" || block.type === "redacted-thinking") thinkingTokens += tokens;
  }
  return { outputTokens: Math.max(1, outputTokens), thinkingTokens };
}

function textOf(block: ScriptedBlock): string {
  switch (block.type) {
    case "text":
    case "thinking":
      return block.text;
    case "redacted-thinking":
      return block.data;
    case "provider-block":
      return JSON.stringify(block.block);
    case "provider-item":
      return JSON.stringify(block.item);
    case "web-search":
      return block.query;
    case "tool-use":
      return block.tool + block.json;
  }
}
