import type {
  FunctionTool,
  ResponseCreateParamsStreaming,
  ResponseInputItem,
} from "openai/resources/responses/responses";
import type { Block, Message } from "../core/message.ts";
import type { ModelRequest } from "../core/effect.ts";
import type { ServerTraits } from "../core/server.ts";
import { madeUpId } from "./call-ids.ts";
import { withUniqueIds } from "./conversation-ids.ts";
import { emptyReplyText } from "./empty-reply.ts";
import { thoughtContent } from "./responses-item.ts";
import { legalToolName } from "./tool-name.ts";
import { systemText, wireSchema } from "./wire-schema.ts";

/**
 * A request as the body of `POST …/responses`. Nothing is kept at the server: the whole conversation goes with
 * each request, thoughts in the encrypted form that they came in.
 */
export function responsesRequest(
  request: ModelRequest,
  server: ServerTraits,
): ResponseCreateParamsStreaming {
  const { model, maxOutputTokens, tools, body } = request;
  const instructions = systemText(request, server);
  return {
    model,
    max_output_tokens: maxOutputTokens,
    stream: true,
    store: false,
    include: ["reasoning.encrypted_content"],
    ...(instructions !== "" && { instructions }),
    input: joined(
      withUniqueIds(request.messages, /./).flatMap((message) => inputItems(message, server)),
    ),
    ...(tools.length > 0 && {
      tools: tools.map(
        ({ name, description, inputSchema }) =>
          ({
            type: "function",
            name,
            description,
            parameters: { ...wireSchema(inputSchema, server) },
            ...strictness(server),
          }) as FunctionTool,
      ),
    }),
    ...textFormat(request, server),
    ...body,
  };
}

/** OpenAI takes a schema for a strict one where nothing is said. */
const strictness = ({ leftOut }: ServerTraits): { readonly strict?: false } =>
  leftOut.includes("strict") ? {} : { strict: false };

function textFormat(
  { outputSchema }: ModelRequest,
  server: ServerTraits,
): Pick<ResponseCreateParamsStreaming, "text"> {
  if (outputSchema === null) return {};
  switch (server.structuredOutput) {
    case "json_schema": {
      const schema = { ...wireSchema(outputSchema, server) };
      return {
        text: { format: { type: "json_schema", name: "reply", schema, ...strictness(server) } },
      };
    }
    case "json_object":
      return { text: { format: { type: "json_object" } } };
    case "prompt":
      return {};
  }
}

function inputItems(
  { role, content }: Message,
  server: ServerTraits,
): readonly ResponseInputItem[] {
  const items = content.flatMap((block) => itemsOf(block, role, server));
  if (role === "user" || items.some((item) => item.type !== "reasoning")) return items;
  return [{ role: "assistant", content: emptyReplyText }];
}

/** Words of the user that follow one another are one item: servers hand them to templates that want roles to take turns. */
function joined(items: readonly ResponseInputItem[]): ResponseInputItem[] {
  const result: ResponseInputItem[] = [];
  for (const item of items) {
    const last = wordsOf(result.at(-1));
    const words = wordsOf(item);
    if (last === null || words === null) result.push(item);
    else result[result.length - 1] = { role: "user", content: `${last}\n\n${words}` };
  }
  return result;
}

const wordsOf = (item: ResponseInputItem | undefined): string | null =>
  item !== undefined && "role" in item && item.role === "user" && typeof item.content === "string"
    ? item.content
    : null;

function itemsOf(
  block: Block,
  role: Message["role"],
  { thoughts }: ServerTraits,
): readonly ResponseInputItem[] {
  switch (block.type) {
    case "text":
      return block.text.trim() === "" ? [] : [{ role, content: block.text }];
    case "thinking": {
      const { text, signature, member } = block;
      if (thoughts === "never") return [];
      if (signature !== "") return [reasoning(signature, text)];
      // A summary says nothing to the model without what is encrypted.
      return member === thoughtContent ? [openReasoning(text)] : [];
    }
    case "redacted-thinking":
      return thoughts === "never" ? [] : [reasoning(block.data, "")];
    case "tool-use":
      return [
        {
          type: "function_call",
          call_id: block.callId,
          name: legalToolName(block.tool),
          arguments: JSON.stringify(block.input),
        },
      ];
    case "tool-result": {
      const { callId, text, isError } = block;
      // The wire has no member that says so.
      const output = isError ? `Error: ${text}` : text;
      return [{ type: "function_call_output", call_id: callId, output }];
    }
    case "carried":
      return [];
  }
}

/** Servers that hide no thoughts want an id with them, whichever. */
const openReasoning = (text: string): ResponseInputItem =>
  ({
    type: "reasoning",
    id: `rs_${madeUpId(text, 0)}`,
    summary: [],
    content: [{ type: thoughtContent, text }],
  }) as ResponseInputItem;

/** Its id is left out: what is not stored cannot be found by it. */
const reasoning = (encrypted: string, summary: string): ResponseInputItem =>
  ({
    type: "reasoning",
    summary: summary === "" ? [] : [{ type: "summary_text", text: summary }],
    encrypted_content: encrypted,
  }) as ResponseInputItem;
