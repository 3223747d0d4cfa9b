import type {
  ChatCompletionAssistantMessageParam,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions";
import type { Block, Message } from "../core/message.ts";
import type { ModelRequest } from "../core/effect.ts";
import type { JsonObject } from "../core/json.ts";
import type { ServerTraits } from "../core/server.ts";
import { withUniqueIds } from "./conversation-ids.ts";
import { carriedThoughts } from "./openai-events.ts";
import { emptyReplyText } from "./empty-reply.ts";
import { legalToolName } from "./tool-name.ts";
import { systemText, wireSchema } from "./wire-schema.ts";

/** A request as the body of `POST …/chat/completions`. */
export function openaiRequest(
  request: ModelRequest,
  server: ServerTraits,
): ChatCompletionCreateParamsStreaming {
  const { model, maxOutputTokens, tools, body } = request;
  const messages = withUniqueIds(request.messages, /./);
  return {
    model,
    [server.outputLimit]: maxOutputTokens,
    stream: true,
    ...(server.asksForUsage && { stream_options: { include_usage: true } }),
    messages: joined(
      withSystem(
        systemText(request, server),
        messages.flatMap((message) => wireMessages(message, server)),
        server,
      ),
    ),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, inputSchema }) => ({
        type: "function" as const,
        function: { name, description, parameters: { ...wireSchema(inputSchema, server) } },
      })),
    }),
    ...responseFormat(request, server),
    ...body,
  };
}

/** Not `strict`: that takes only schemas in which nothing is optional. What does not fit gets a repair turn. */
function responseFormat(
  { outputSchema }: ModelRequest,
  server: ServerTraits,
): Pick<ChatCompletionCreateParamsStreaming, "response_format"> {
  if (outputSchema === null) return {};
  switch (server.structuredOutput) {
    case "json_schema": {
      const schema = { ...wireSchema(outputSchema, server) };
      return { response_format: { type: "json_schema", json_schema: { name: "reply", schema } } };
    }
    case "json_object":
      return { response_format: { type: "json_object" } };
    case "prompt":
      return {};
  }
}

/** Newer models call this role `developer` and take the older name; the templates of some know neither. */
function withSystem(
  system: string,
  messages: readonly ChatCompletionMessageParam[],
  { systemPrompt }: ServerTraits,
): readonly ChatCompletionMessageParam[] {
  if (system === "") return messages;
  switch (systemPrompt) {
    case "message":
      return [{ role: "system", content: system }, ...messages];
    case "user":
      return [{ role: "user", content: system }, ...messages];
  }
}

/** Words of the user that follow one another are one message: templates want the roles to take turns. */
function joined(messages: readonly ChatCompletionMessageParam[]): ChatCompletionMessageParam[] {
  const result: ChatCompletionMessageParam[] = [];
  for (const message of messages) {
    const last = result.at(-1);
    if (message.role === "user" && last?.role === "user") {
      const texts = [last.content, message.content];
      result[result.length - 1] = { role: "user", content: texts.join("\n\n") };
    } else result.push(message);
  }
  return result;
}

/** Results of calls are messages of their own, and come right after the calls, before any words. */
function wireMessages(
  message: Message,
  server: ServerTraits,
): readonly ChatCompletionMessageParam[] {
  switch (message.role) {
    case "assistant":
      return assistantMessages(message.content, server);
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

/** Servers refuse a message without content, and some want the roles to take turns: an empty one says that it is. */
function assistantMessages(
  content: readonly Block[],
  server: ServerTraits,
): readonly ChatCompletionAssistantMessageParam[] {
  const text = textOf(content);
  const calls = content.flatMap((block) => {
    if (block.type !== "tool-use") return [];
    const members = (server.thoughts !== "never" && block.carried) || {};
    return [
      {
        ...members,
        id: block.callId,
        type: "function" as const,
        function: {
          ...(members["function"] as JsonObject | undefined),
          name: legalToolName(block.tool),
          arguments: JSON.stringify(block.input),
        },
      },
    ];
  });
  if (text === "" && calls.length === 0) return [{ role: "assistant", content: emptyReplyText }];
  return [
    {
      role: "assistant",
      ...(text === "" ? emptyContent(server) : { content: text }),
      ...(calls.length > 0 && server.thoughts === "always" && thoughtOfAll(content)),
      ...(server.thoughts !== "never" && { ...thoughts(content), ...carried(content) }),
      ...(calls.length > 0 && { tool_calls: calls }),
    },
  ];
}

/** Beside calls; versions of servers differ in which of the three they take. */
function emptyContent({
  emptyContent: how,
}: ServerTraits): Pick<ChatCompletionAssistantMessageParam, "content"> {
  switch (how) {
    case "null":
      return { content: null };
    case "empty":
      return { content: "" };
    case "absent":
      return {};
  }
}

/**
 * A thought without a signature came over this wire, and the servers that send thoughts want them back under
 * the name that they came by: DeepSeek refuses a conversation with tools that lacks them, Moonshot one that
 * lacks an empty one, Groq one that has another's name. Signed and hidden ones are another provider's.
 */
function thoughts(content: readonly Block[]): JsonObject {
  const members: Record<string, string> = {};
  for (const block of content) {
    if (block.type !== "thinking" || block.signature !== "") continue;
    const { member = "reasoning_content", text } = block;
    // Of parts of the content the words alone go back, and details are carried.
    if (member === "content" || member === carriedThoughts) continue;
    const before = members[member] ?? "";
    members[member] = before === "" ? text : `${before}\n\n${text}`;
  }
  return members;
}

/** DeepSeek's name, for a server that wants it with each call, also where no thought came, or came by another name. */
const thoughtOfAll = (content: readonly Block[]): JsonObject => ({
  reasoning_content: Object.values(thoughts(content)).join("\n\n"),
});

function carried(content: readonly Block[]): JsonObject {
  return Object.assign(
    {},
    ...content.map((block) => (block.type === "carried" ? block.members : {})),
  ) as JsonObject;
}

/** White space alone says nothing, and some servers refuse it. */
function textOf(content: readonly Block[]): string {
  const texts = content.flatMap((block) =>
    block.type === "text" && block.text.trim() !== "" ? [block.text] : [],
  );
  return texts.join("\n\n");
}
