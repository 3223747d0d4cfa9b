import type {
  ContentBlockParam,
  MessageCreateParamsStreaming,
  MessageParam,
} from "@anthropic-ai/sdk/resources/messages";
import type { Block, Message } from "../core/message.ts";
import type { ModelRequest } from "../core/effect.ts";
import type { ServerTraits } from "../core/server.ts";
import { type Breakpoints, readBreakpoints } from "./anthropic-breakpoints.ts";
import { withUniqueIds } from "./conversation-ids.ts";
import { emptyReplyText } from "./empty-reply.ts";
import { legalToolName } from "./tool-name.ts";
import { systemText, wireSchema } from "./wire-schema.ts";

/** A request as the body of `POST /v1/messages`. */
export function anthropicRequest(
  request: ModelRequest,
  server: ServerTraits,
): MessageCreateParamsStreaming {
  const { model, maxOutputTokens, tools, outputSchema, body } = request;
  const breakpoints = readBreakpoints(server.cacheMarks ? request.cacheBreakpoints : []);
  const system = systemText(request, server);
  const messages = withUniqueIds(request.messages, /^[a-zA-Z0-9_-]+$/);
  const unsigned = unsignedThoughts(messages, server);
  const { thoughts } = server;
  return {
    model,
    max_tokens: maxOutputTokens,
    stream: true,
    ...(system !== "" && {
      system: [{ type: "text", text: system, ...breakpoints.systemControl }],
    }),
    messages: joined(
      messages.map((message, index) =>
        wireMessage(message, index, { breakpoints, unsigned, thoughts }),
      ),
    ),
    ...(tools.length > 0 && {
      tools: breakpoints.markTools(
        tools.map(({ name, description, inputSchema }) => ({
          name,
          description,
          input_schema: { ...wireSchema(inputSchema, server), type: "object" },
        })),
      ),
    }),
    ...(outputSchema !== null &&
      server.structuredOutput === "json_schema" && {
        output_config: {
          format: { type: "json_schema", schema: { ...wireSchema(outputSchema, server) } },
        },
      }),
    ...body,
  };
}

/** A server that signs its thoughts refuses those without a signature, which were broken off; others want them back. */
function unsignedThoughts(
  messages: readonly Message[],
  server: ServerTraits,
): ServerTraits["unsignedThoughts"] {
  const signs = messages.some(({ content }) =>
    content.some((block) => block.type === "thinking" && block.signature !== ""),
  );
  return signs ? "never" : server.unsignedThoughts;
}

interface Ways {
  readonly breakpoints: Breakpoints;
  readonly unsigned: ServerTraits["unsignedThoughts"];
  readonly thoughts: ServerTraits["thoughts"];
}

/** For a server that signs nothing, and wants a thought before each call, also where none came (QwenLM/qwen-code#3788). */
const emptyThought: ContentBlockParam = { type: "thinking", thinking: "", signature: "" };

function wireMessage(
  { role, content }: Message,
  message: number,
  { breakpoints: { markBlock }, unsigned, thoughts }: Ways,
): { readonly role: Message["role"]; readonly content: ContentBlockParam[] } {
  const blocks = content.flatMap((block, index) =>
    wireBlock(block, unsigned).map((wire) => markBlock(wire, message, index)),
  );
  // Thoughts alone are nothing to go on with: the API wants something after them, and the roles to take turns.
  const isSilent = role === "assistant" && blocks.every(({ type }) => type.endsWith("thinking"));
  const lacksThought =
    thoughts === "always" &&
    unsigned === "as-sent" &&
    blocks.some(({ type }) => type === "tool_use") &&
    !blocks.some(({ type }) => type.endsWith("thinking"));
  if (lacksThought) return { role, content: [emptyThought, ...blocks] };
  return { role, content: isSilent ? [{ type: "text", text: emptyReplyText }] : blocks };
}

/** Without messages that have nothing to say, which the API refuses, and with the roles taking turns. */
function joined(
  messages: readonly { readonly role: Message["role"]; readonly content: ContentBlockParam[] }[],
): MessageParam[] {
  const result: { role: Message["role"]; content: ContentBlockParam[] }[] = [];
  for (const message of messages) {
    if (message.content.length === 0) continue;
    const last = result.at(-1);
    if (last?.role === message.role) last.content = [...last.content, ...message.content];
    else result.push({ ...message });
  }
  return result;
}

function wireBlock(
  block: Block,
  unsigned: ServerTraits["unsignedThoughts"],
): readonly ContentBlockParam[] {
  switch (block.type) {
    case "text":
      // The API refuses text that is empty or white space, though it sends such.
      return block.text.trim() === "" ? [] : [{ type: "text", text: block.text }];
    case "thinking": {
      const { text, signature } = block;
      if (signature !== "") return [{ type: "thinking", thinking: text, signature }];
      if (unsigned === "never" || text === "") return [];
      // A server that signs nothing wants none back.
      return [{ type: "thinking", thinking: text } as ContentBlockParam];
    }
    case "redacted-thinking":
      return [{ type: "redacted_thinking", data: block.data }];
    case "tool-use":
      return [
        {
          ...block.carried,
          type: "tool_use",
          id: block.callId,
          name: legalToolName(block.tool),
          input: block.input,
        },
      ];
    case "carried":
      return [];
    case "tool-result":
      return [
        {
          type: "tool_result",
          tool_use_id: block.callId,
          content: block.text,
          is_error: block.isError,
        },
      ];
  }
}
