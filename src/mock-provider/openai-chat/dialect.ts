import type { JsonObject } from "../../core/json.ts";
import { isObject, objectsOf } from "../json-object.ts";
import { messagesLength } from "../openai/check-length.ts";
import type { ApiDialect, ApiQuestion } from "../openai/api-dialect.ts";
import { type ApiComplaint, overloadBody } from "../openai/error.ts";
import { offeredTools } from "../openai/offered.ts";
import { segment } from "../openai/prompt.ts";
import { chunksOf } from "./chunks.ts";
import { completionOf } from "./completion.ts";
import { complaintAbout } from "./request.ts";

/** Chat Completions, as `POST /v1/chat/completions`. */
export const chatDialect: ApiDialect = {
  wire: "openai-chat",
  prefixes: { message: "chatcmpl-", toolCall: "call_" },
  path: "/chat/completions",
  missingKey:
    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API from your browser and are prompted for a username and password. You can obtain an API key from https://platform.openai.com/account/api-keys.",
  read: (body) => complaintAbout(body) ?? questionOf(body),
};

function questionOf(body: JsonObject): ApiQuestion | ApiComplaint {
  const model = String(body.model);
  const { stream_options: streamOptions, response_format: format } = body;
  const frame = {
    model,
    tellsUsage: isObject(streamOptions) && streamOptions.include_usage === true,
    asksForSchema: isObject(format) && format.type === "json_schema",
    offered: offeredTools(body.tools),
  };
  const prompt = [
    ...objectsOf(body.tools).map(segment),
    ...(isObject(format) ? [segment(format)] : []),
    ...objectsOf(body.messages).map(segment),
  ];
  const outputTokens = Number(body.max_completion_tokens ?? body.max_tokens ?? 0);
  const tooLong = messagesLength({ model, prompt }, outputTokens);
  if (tooLong !== null) return tooLong;
  return {
    model,
    isStreamed: body.stream === true,
    prompt,
    heard: body,
    stream: (answer) => chunksOf(frame, answer),
    whole: (answer) => completionOf(frame, answer),
    errorEvent: () => ({
      text: `data: ${JSON.stringify({ error: overloadBody })}\n\n`,
      deltas: [],
      usage: null,
    }),
  };
}
