import type { Json, JsonObject } from "../../core/json.ts";

/** A request as a function in a script sees it, the same on every wire. */
export interface AskedRequest {
  readonly model: string;
  readonly system: string;
  /** The conversation, without the system prompt. */
  readonly messages: readonly AskedMessage[];
  /** What a person said first and last, without what an agent put around it. */
  readonly firstUser: string;
  readonly lastUser: string;
  /** What the latest calls of tools came to, the newest last. */
  readonly toolResults: readonly string[];
  /** The names of the tools that it offers, as far as they stand in it. */
  readonly tools: readonly string[];
  /** The request's JSON, as its wire spells it. */
  readonly body: JsonObject;
}

/** One thing that was said. */
export interface AskedMessage {
  readonly role: "system" | "user" | "assistant" | "tool";
  readonly content: string;
  /** A call of a tool. */
  readonly call?: { readonly id: string; readonly tool: string; readonly input: Json };
  /** Of which call this is the result. */
  readonly callId?: string;
}
