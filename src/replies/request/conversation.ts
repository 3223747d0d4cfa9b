import { hashOf } from "../../core/json.ts";
import { joined, type Said } from "../../mock-provider/said.ts";

/**
 * What makes a request the same question again: all that is said in it. Which model is asked and on which
 * wire, whether it streams, how it samples, which tools there are, the ids of calls and what is marked for the
 * cache may differ from try to try.
 */
export function conversationOf(said: readonly Said[]): string {
  return hashOf(joined(said).map(withoutId));
}

function withoutId(one: Said): object {
  switch (one.type) {
    case "call":
      return { tool: one.tool, input: one.input };
    case "result":
      return { result: one.text };
    case "text":
    case "other":
      return one;
  }
}
