import type { Json, JsonObject } from "../../core/json.ts";
import { objectsOf } from "../json-object.ts";

/** Messages of one role in a row are one turn. `index` is that of the first. */
export interface MergedTurn {
  readonly role: Json | undefined;
  readonly index: number;
  readonly messages: readonly JsonObject[];
  readonly blocks: readonly JsonObject[];
}

/**
 * The API combines them by itself (docs: "Messages"; github.com/anthropics/anthropic-sdk-typescript issue 565),
 * and a conversation may begin with the assistant (issue 622 there): only other hosts of its models refuse both.
 */
export function mergedTurns(messages: readonly JsonObject[]): readonly MergedTurn[] {
  const turns: MergedTurn[] = [];
  for (const [index, message] of messages.entries()) {
    const { role, content } = message;
    // What the system says in between is nobody's turn.
    if (role === "system") continue;
    const blocks = objectsOf(content);
    const before = turns.at(-1);
    if (before?.role === role)
      turns[turns.length - 1] = {
        ...before!,
        messages: [...before!.messages, message],
        blocks: [...before!.blocks, ...blocks],
      };
    else turns.push({ role, index, messages: [message], blocks });
  }
  return turns;
}
