import type {
  ContentBlockParam,
  MessageCreateParamsStreaming,
  MessageParam,
} from "@anthropic-ai/sdk/resources/messages";
import type { Block, Message } from "../core/conversation.ts";
import type { ModelRequest } from "../core/effect.ts";
import { type Breakpoints, readBreakpoints } from "./anthropic-breakpoints.ts";

/** A request as the body of `POST /v1/messages`. */
export function anthropicRequest(request: ModelRequest): MessageCreateParamsStreaming {
  const { model, maxOutputTokens, system, tools, outputSchema } = request;
  const breakpoints = readBreakpoints(request.cacheBreakpoints);
  return {
    model,
    max_tokens: maxOutputTokens,
    stream: true,
    ...(system !== "" && {
      system: [{ type: "text", text: system, ...breakpoints.systemControl }],
    }),
    messages: request.messages.flatMap((message, index) =>
      wireMessage(message, index, breakpoints),
    ),
    ...(tools.length > 0 && {
      tools: breakpoints.markTools(
        tools.map(({ name, description, inputSchema }) => ({
          name,
          description,
          input_schema: { ...inputSchema, type: "object" },
        })),
      ),
    }),
    ...(outputSchema !== null && {
      output_config: { format: { type: "json_schema", schema: outputSchema } },
    }),
  };
}

/** A message that has nothing to say is left out: the API refuses one without content. */
function wireMessage(
  { role, content }: Message,
  message: number,
  { markBlock }: Breakpoints,
): readonly MessageParam[] {
  const blocks = content.flatMap((block, index) =>
    wireBlock(block).map((wire) => markBlock(wire, message, index)),
  );
  return blocks.length === 0 ? [] : [{ role, content: blocks }];
}

function wireBlock(block: Block): readonly ContentBlockParam[] {
  switch (block.type) {
    case "text":
      // The API refuses text that is empty, though it sends such.
      return block.text === "" ? [] : [{ type: "text", text: block.text }];
    case "thinking":
      // A thought that was broken off has no signature, and the API refuses it without one.
      return block.signature === ""
        ? []
        : [{ type: "thinking", thinking: block.text, signature: block.signature }];
    case "redacted-thinking":
      return [{ type: "redacted_thinking", data: block.data }];
    case "tool-use":
      return [{ type: "tool_use", id: block.callId, name: block.tool, input: block.input }];
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
