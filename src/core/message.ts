import type { JsonObject } from "./json.ts";

/** One part of a message, neutral between providers and modelled on the richer of the two wires. */
export type Block =
  | { readonly type: "text"; readonly text: string }
  | {
      readonly type: "thinking";
      readonly text: string;
      /** `""`: the server that thought so signs nothing. */
      readonly signature: string;
      /** The wire's member that it came by, where that is not the usual one. */
      readonly member?: string;
    }
  | { readonly type: "redacted-thinking"; readonly data: string }
  | {
      readonly type: "tool-use";
      readonly callId: string;
      readonly tool: string;
      readonly input: JsonObject;
      /** Members of the wire that go back on this call as they came. */
      readonly carried?: JsonObject;
    }
  /** Members of the wire that go back beside the message's words as they came. */
  | { readonly type: "carried"; readonly members: JsonObject }
  | {
      readonly type: "tool-result";
      readonly callId: string;
      readonly text: string;
      readonly isError: boolean;
    };

export interface Message {
  readonly role: "user" | "assistant";
  readonly content: readonly Block[];
}

/** One call of a tool that a model asked for. */
export interface ToolCall {
  readonly callId: string;
  readonly tool: string;
  readonly input: JsonObject;
}

/** What a model may call; `inputSchema` is JSON Schema. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
}

/** The answer to a call that never reaches its tool: rejected, denied, malformed. Models read it. */
export const userText = (text: string): Message => ({
  role: "user",
  content: [{ type: "text", text }],
});
