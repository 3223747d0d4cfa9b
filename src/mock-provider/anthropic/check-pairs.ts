import { firstComplaint } from "../shape.ts";
import type { MergedTurn } from "./turns.ts";

/**
 * Each tool call is answered at the beginning of the next turn, once. Wordings as in
 * github.com/anthropics/claude-code issues 8210 and 18947, trycua/cua issue 524 (ids), and as the API answered
 * in August 2026 (aegis-gateway/aegis-ai-gateway, roles).
 */
export function checkPairs(turns: readonly MergedTurn[]): string | null {
  const seen = new Set<string>();
  return firstComplaint(turns, (turn, place) => {
    const path = `messages.${turn.index}`;
    const before = turns[place - 1];
    const called = turn.role === "user" && before !== undefined ? callsOf(before) : [];
    const answered = new Set<string>();
    const blocks = firstComplaint(turn.blocks, (block, index) => {
      if (block.type === "tool_use") {
        if (turn.role !== "assistant")
          return `${path}: \`tool_use\` blocks can only be in \`assistant\` messages`;
        const id = String(block.id);
        if (seen.has(id)) return `${path}.content.${index}: \`tool_use\` ids must be unique`;
        seen.add(id);
      }
      if (block.type !== "tool_result") return null;
      if (turn.role !== "user")
        return `${path}: \`tool_result\` blocks can only be in \`user\` messages`;
      const id = String(block.tool_use_id);
      if (!called.includes(id))
        return `${path}.content.${index}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`;
      if (answered.has(id))
        return `${path}.content.${index}: each tool_use must have a single result. Found multiple \`tool_result\` blocks with id: ${id}`;
      answered.add(id);
      return null;
    });
    if (blocks !== null) return blocks;
    const missing = unanswered(callsOf(turn), turns[place + 1]);
    return missing.length === 0
      ? null
      : `${path}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(", ")}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`;
  });
}

const callsOf = ({ blocks }: MergedTurn): readonly string[] =>
  blocks.flatMap((block) => (block.type === "tool_use" ? [String(block.id)] : []));

/** Results count up to the first block that is none: what comes after other content comes too late. */
function unanswered(calls: readonly string[], next: MergedTurn | undefined): readonly string[] {
  if (calls.length === 0) return [];
  const blocks = next?.blocks ?? [];
  const end = blocks.findIndex(({ type }) => type !== "tool_result");
  const leading = end === -1 ? blocks : blocks.slice(0, end);
  const answered = new Set(leading.map((block) => String(block.tool_use_id)));
  return calls.filter((id) => !answered.has(id));
}
