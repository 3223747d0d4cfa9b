import type { Json } from "../../core/json.ts";

/** What was said up to a response, that one too. */
export interface KeptConversation {
  readonly items: readonly Json[];
  /**
   * Those that the last request to bring any brought. The API does not hand them on to the model; they tell
   * whose conversation it is.
   */
  readonly instructions: Json;
}

/** The conversations that the API keeps by the id of their last response (`store`). */
export interface ResponseMemory {
  keep(responseId: string, conversation: KeptConversation): void;
  recall(responseId: string): KeptConversation | null;
}

/** The oldest are forgotten, so that a mock which is served for days does not grow. */
const keptMax = 1_000;

export function newResponseMemory(): ResponseMemory {
  const kept = new Map<string, KeptConversation>();
  return {
    keep(responseId, conversation) {
      kept.set(responseId, conversation);
      const [oldest] = kept.keys();
      if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest);
    },
    recall: (responseId) => kept.get(responseId) ?? null,
  };
}
