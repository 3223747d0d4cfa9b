import type { Json } from "../../core/json.ts";

/** The conversations that the API keeps by the id of their last response (`store`). */
export interface ResponseMemory {
  keep(responseId: string, items: readonly Json[]): void;
  recall(responseId: string): readonly Json[] | null;
}

/** The oldest are forgotten, so that a mock which is served for days does not grow. */
const keptMax = 1_000;

export function newResponseMemory(): ResponseMemory {
  const kept = new Map<string, readonly Json[]>();
  return {
    keep(responseId, items) {
      kept.set(responseId, items);
      const [oldest] = kept.keys();
      if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest);
    },
    recall: (responseId) => kept.get(responseId) ?? null,
  };
}
