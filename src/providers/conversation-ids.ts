import type { Block, Message } from "../core/message.ts";
import { madeUpId } from "./call-ids.ts";

/**
 * The messages with call ids that a wire takes: each once in the conversation, and of legal characters. A
 * server's own ids stay, because some know a call by nothing else; one that came again, as some number their
 * calls anew in each turn, gets another with the result that belongs to it.
 */
export function withUniqueIds(messages: readonly Message[], legal: RegExp): readonly Message[] {
  const taken = new Set<string>();
  let renamed = new Map<string, string>();
  return messages.map((message) => {
    if (message.role === "user") return withIds(message, renamed);
    renamed = new Map();
    for (const block of message.content) {
      if (block.type !== "tool-use") continue;
      const { callId } = block;
      let id = callId;
      for (let again = 0; taken.has(id) || !legal.test(id); again++) id = madeUpId(callId, again);
      taken.add(id);
      if (id !== callId) renamed.set(callId, id);
    }
    return withIds(message, renamed);
  });
}

function withIds(message: Message, renamed: ReadonlyMap<string, string>): Message {
  if (renamed.size === 0) return message;
  return { ...message, content: message.content.map((block) => withId(block, renamed)) };
}

function withId(block: Block, renamed: ReadonlyMap<string, string>): Block {
  if (block.type !== "tool-use" && block.type !== "tool-result") return block;
  const callId = renamed.get(block.callId);
  return callId === undefined ? block : { ...block, callId };
}
