import { hashOf, type Json } from "../../core/json.ts";
import type { MockRequest } from "../../mock-provider/reply-source.ts";
import type { Said } from "../../mock-provider/said.ts";
import { conversationOf } from "./conversation.ts";

/** What identifies a request, and tells it apart from another one. */
export interface RequestIdentity {
  /** The request's number. */
  readonly call: number;
  readonly atMs: number;
  readonly conversation: string;
  /** A hash of the conversation and of how it is to be answered. */
  readonly body: string;
  readonly model: Json;
  /** Hashes of what the system prompt says, and of what was said last to the model. */
  readonly system: string;
  readonly lastWords: string;
  /** The names of the tools that it offers; `null` where they stand with the server, or in the conversation. */
  readonly tools: readonly string[] | null;
}

export function identityOf(request: MockRequest, atMs: number): RequestIdentity {
  const { said, model, tools } = request.read();
  return {
    call: request.call,
    atMs,
    conversation: conversationOf(said),
    body: hashOf(request.body),
    model,
    system: conversationOf(said.filter(isSystem)),
    lastWords: conversationOf(lastSaid(said)),
    tools,
  };
}

const isSystem = (one: Said): boolean => "role" in one && one.role === "system";

const isModels = (one: Said): boolean =>
  one.type === "call" || ("role" in one && one.role === "assistant");

/** The last words to the model. A beginning of its answer (a prefill) may follow them. */
function lastSaid(said: readonly Said[]): readonly Said[] {
  const spoken = said.filter((one) => !isSystem(one));
  const heard = spoken.slice(0, spoken.findLastIndex((one) => !isModels(one)) + 1);
  return heard.slice(heard.findLastIndex(isModels) + 1);
}

export const sameTools = (a: RequestIdentity, b: RequestIdentity): boolean =>
  a.tools?.join() === b.tools?.join();

/** What keeps a request from being another try at what was asked before, in few words. */
export function differenceBetween(before: RequestIdentity, now: RequestIdentity): string {
  if (before.lastWords !== now.lastWords) return "what it says last is different";
  if (before.system !== now.system) return "its system prompt is different";
  if (!sameTools(before, now)) return "it offers other tools";
  return "what was said before is different";
}
