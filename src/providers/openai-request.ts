import type {
  ChatCompletionAssistantMessageParam,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions";
import type { Block, Message } from "../core/conversation.ts";
import type { ModelRequest } from "../core/effect.ts";
import type { ServerTraits } from "./openai-server.ts";

/** A request as the body of `POST …/chat/completions`. */
export function openaiRequest(
  request: ModelRequest,
  server: ServerTraits,
): ChatCompletionCreateParamsStreaming {
  const { model, maxOutputTokens, tools } = request;
  const system = systemText(request, server);
  return {
    model,
    [server.outputLimit]: maxOutputTokens,
    stream: true,
    stream_options: { include_usage: true },
    messages: [
      // Newer models call this role `developer` and take the older name; other servers know only that.
      ...(system === "" ? [] : [{ role: "system" as const, content: system }]),
      ...request.messages.flatMap(wireMessages),
    ],
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, inputSchema }) => ({
        type: "function" as const,
        function: { name, description, parameters: { ...inputSchema } },
      })),
    }),
    ...responseFormat(request, server),
  };
}

/** Not `strict`: that takes only schemas in which nothing is optional. What does not fit gets a repair turn. */
function responseFormat(
  { outputSchema }: ModelRequest,
  server: ServerTraits,
): Pick<ChatCompletionCreateParamsStreaming, "response_format"> {
  if (outputSchema === null) return {};
  switch (server.structuredOutput) {
    case "json_schema":
      return {
        response_format: {
          type: "json_schema",
          json_schema: { name: "reply", schema: { ...outputSchema } },
        },
      };
    case "json_object":
      return { response_format: { type: "json_object" } };
  }
}

function systemText({ system, outputSchema }: ModelRequest, server: ServerTraits): string {
  if (outputSchema === null || server.structuredOutput === "json_schema") return system;
  const instruction = `Answer with one JSON object that fits this JSON Schema:\n${JSON.stringify(outputSchema)}`;
  return system === "" ? instruction : `${system}\n\n${instruction}`;
}

/** Results of calls are messages of their own, and come right after the calls, before any words. */
function wireMessages(message: Message): readonly ChatCompletionMessageParam[] {
  switch (message.role) {
    case "assistant":
      return assistantMessages(message.content);
    case "user": {
      const text = textOf(message.content);
      return [
        ...message.content.flatMap(resultMessages),
        ...(text === "" ? [] : [{ role: "user" as const, content: text }]),
      ];
    }
  }
}

function resultMessages(block: Block): readonly ChatCompletionMessageParam[] {
  if (block.type !== "tool-result") return [];
  const { callId, text, isError } = block;
  // The wire has no member that says so.
  return [{ role: "tool", tool_call_id: callId, content: isError ? `Error: ${text}` : text }];
}

/** What servers other than OpenAI send and take: the model's thoughts, in the clear. */
interface ThinkingMessage extends ChatCompletionAssistantMessageParam {
  readonly reasoning_content?: string;
}

/** A message that has nothing to say is left out: servers refuse one without content. */
function assistantMessages(content: readonly Block[]): readonly ThinkingMessage[] {
  const text = textOf(content);
  const thinking = ownThoughts(content);
  const calls = content.flatMap((block) =>
    block.type === "tool-use"
      ? [
          {
            id: block.callId,
            type: "function" as const,
            function: { name: block.tool, arguments: JSON.stringify(block.input) },
          },
        ]
      : [],
  );
  if (text === "" && calls.length === 0) return [];
  return [
    {
      role: "assistant",
      content: text === "" ? null : text,
      ...(thinking !== "" && { reasoning_content: thinking }),
      ...(calls.length > 0 && { tool_calls: calls }),
    },
  ];
}

/**
 * A thought without a signature came over this wire, and the servers that send thoughts want them back:
 * DeepSeek refuses a conversation with tools that lacks them. Signed and hidden ones are another
 * provider's, and mean nothing here.
 */
function ownThoughts(content: readonly Block[]): string {
  const thoughts = content.flatMap((block) =>
    block.type === "thinking" && block.signature === "" ? [block.text] : [],
  );
  return thoughts.join("\n\n");
}

function textOf(content: readonly Block[]): string {
  const texts = content.flatMap((block) =>
    block.type === "text" && block.text !== "" ? [block.text] : [],
  );
  return texts.join("\n\n");
}
