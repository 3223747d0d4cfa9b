import { hashOf, type Json } from "../core/json.ts";

export type Role = "system" | "user" | "assistant";

/** One thing that was said in a conversation, on whatever wire. What was only thought is left out. */
export type Said =
  | { readonly type: "text"; readonly role: Role; readonly text: string }
  | { readonly type: "call"; readonly id: string; readonly tool: string; readonly input: Json }
  | { readonly type: "result"; readonly id: string; readonly text: string }
  /** A picture, a document, what the provider did by itself: as its wire spells it. */
  | { readonly type: "other"; readonly role: Role; readonly block: Json };

/**
 * What makes a request the same question again: all that is said in it. Which model is asked and on which
 * wire, whether it streams, how it samples, which tools there are, the ids of calls and what is marked for the
 * cache may differ from try to try.
 */
export function conversationOf(said: readonly Said[]): string {
  return hashOf(said.map(withoutId));
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
