import { expect, test } from "bun:test";
import type { ModelRequest } from "../../../src/core/effect.ts";
import type { KnownTraits } from "../../../src/core/server.ts";
import { anthropicRequest } from "../../../src/providers/anthropic-request.ts";
import { anthropicTraits, openaiTraits } from "../../../src/providers/known-servers.ts";
import { lessonOf } from "../../../src/providers/failures/lesson.ts";
import { openaiRequest } from "../../../src/providers/openai-request.ts";
import { serverWords } from "../../../src/providers/failures/server-words.ts";
import { requestOf } from "../provider-fixture.ts";

const outputSchema = { type: "object", properties: {}, additionalProperties: false };
const url = "https://server.example/v1";

interface Asked {
  readonly status?: number;
  readonly changes?: Partial<ModelRequest>;
  readonly known?: KnownTraits;
}

/** What OpenAI's wire learns from a refusal with that body. */
function learnt(body: unknown, { status = 400, changes = {}, known = {} }: Asked = {}) {
  const request = requestOf({ outputSchema, maxOutputTokens: 16_000, ...changes });
  const traits = openaiTraits(url, "m", known);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const words = serverWords(text);
  return lessonOf({ request, traits, body: openaiRequest(request, traits), status, words });
}
const message = (words: string, param: string | null = null) => ({
  error: { message: words, param },
});

test.each<[unknown, KnownTraits | null]>([
  [
    message(
      "invalid value: `json_schema`, supported values are: `json_object` and `text`.",
      "response_format.type",
    ),
    { structuredOutput: "json_object" },
  ],
  [message("Failed to parse grammar"), { structuredOutput: "json_object" }],
  ["'response_format' is not supported by this model", { structuredOutput: "json_object" }],
  [
    {
      object: "error",
      message: {
        detail: [
          {
            loc: ["body", "stream_options", "include_usage"],
            msg: "Extra inputs are not permitted",
          },
        ],
      },
    },
    { asksForUsage: false },
  ],
  [
    message(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    ),
    { outputLimit: "max_completion_tokens" },
  ],
  [
    message("Unrecognized request argument supplied: max_tokens", "max_tokens"),
    { outputLimit: "max_completion_tokens" },
  ],
  [
    message("Invalid max_tokens value, the valid range of max_tokens is [1, 8192]"),
    { maxOutputTokens: 8_192 },
  ],
  [
    message(
      "`max_tokens` must be less than or equal to `8192`, the maximum value for `max_tokens` is less than the `context_window` for this model",
    ),
    { maxOutputTokens: 8_192 },
  ],
  [
    message(
      "'max_tokens' is too large: 16000. This model's maximum context length is 16384 tokens and your request has 1200 input tokens",
    ),
    { maxOutputTokens: 15_184 },
  ],
  [
    message('Invalid JSON payload received. Unknown name "additionalProperties" at tools[0]'),
    { additionalProperties: false },
  ],
  [message("System role not supported"), { systemPrompt: "user" }],
  [
    message("Conversation roles must alternate user/assistant/user/assistant/..."),
    { systemPrompt: "user" },
  ],
  // TGI, and vLLM of old: what the window has beside the prompt.
  [
    message(
      "This model's maximum context length is 16384 tokens. However, you requested 17200 tokens (1200 in the messages, 16000 in the completion).",
    ),
    { maxOutputTokens: 15_184 },
  ],
  [
    message(
      "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193. Given: 1000 `inputs` tokens and 16000 `max_new_tokens`",
    ),
    { maxOutputTokens: 7_193 },
  ],
  [message("Invalid value: 'system'.", "messages[0].role"), { systemPrompt: "user" }],
  [
    { detail: [{ loc: ["body", "messages", 0, "role"], msg: "Input should be 'user'" }] },
    { systemPrompt: "user" },
  ],
  [message("Invalid API key"), null],
  [message("This model's maximum context length is 4096 tokens"), null],
])("%j teaches %p", (body, traits) => {
  expect(learnt(body)).toEqual(traits);
  expect(learnt(body, { status: 422 })).toEqual(traits);
  expect(learnt(body, { status: 401 })).toBeNull();
});

test("a member that a refusal names in the middle of a sentence is left out", () => {
  const refusal = message("parallel_tool_calls is not supported by this model");
  expect(learnt(refusal, { changes: { body: { parallel_tool_calls: false } } })).toEqual({
    leftOut: ["parallel_tool_calls"],
  });
  expect(learnt(refusal)).toBeNull();
});

test.each([
  "404 page not found",
  "Not Found",
  "Cannot POST /v1/responses",
  "The requested operation is unsupported: the model does not support the Responses API",
])("a server without Responses is asked on the other wire: %s", (words) => {
  expect(learnt(message(words), { status: 404, known: { api: "responses" } })).toEqual({
    api: "chat",
  });
});

test("what was not said cannot be what was refused", () => {
  const schema = message("json_schema is not supported");
  expect(learnt(schema, { changes: { outputSchema: null } })).toBeNull();
  expect(learnt(message("stream_options"), { known: { asksForUsage: false } })).toBeNull();
});

test("a refusal of the second way leads to the third, and of that to none", () => {
  const refusal = message("response_format is not supported");
  expect(learnt(refusal, { known: { structuredOutput: "json_object" } })).toEqual({
    structuredOutput: "prompt",
  });
  expect(learnt(refusal, { known: { structuredOutput: "prompt" } })).toBeNull();
});

const conversation: Partial<ModelRequest> = {
  messages: [
    { role: "user", content: [{ type: "text", text: "Go." }] },
    {
      role: "assistant",
      content: [
        { type: "thinking", text: "hm", signature: "", member: "reasoning" },
        { type: "tool-use", callId: "c1", tool: "write", input: {} },
      ],
    },
    { role: "user", content: [{ type: "tool-result", callId: "c1", text: "ok", isError: false }] },
  ],
};

test("content that is null beside calls is put otherwise, twice", () => {
  const refusal = message("invalid message content type: <nil>");
  expect(learnt(refusal, { changes: conversation })).toEqual({ emptyContent: "empty" });
  const known = { emptyContent: "empty" } as const;
  expect(learnt(refusal, { changes: conversation, known })).toEqual({ emptyContent: "absent" });
  expect(learnt(refusal)).toBeNull();
});

test("thoughts that a server refuses are left out, and not those that it misses", () => {
  const refused = message("property 'reasoning' is unsupported");
  const missed = message("Missing `reasoning_content` field in the assistant message");
  expect(learnt(refused, { changes: conversation })).toEqual({ thoughts: "never" });
  expect(learnt(missed, { changes: conversation })).toEqual({ thoughts: "always" });
  expect(learnt(missed, { changes: conversation, known: { thoughts: "always" } })).toBeNull();
  const asParam = {
    error: {
      message: "Param Incorrect",
      param: "The reasoning_content in the thinking mode must be passed back to the API.",
    },
  };
  expect(learnt(asParam, { changes: conversation })).toEqual({ thoughts: "always" });
});

test("Anthropic's wire learns in the same way", () => {
  const request = requestOf({ outputSchema, ...conversation });
  const traits = anthropicTraits(url, "m", {});
  const body = anthropicRequest(request, traits);
  const from = (words: string) =>
    lessonOf({
      request,
      traits,
      body,
      status: 400,
      words: serverWords(JSON.stringify({ error: { message: words } })),
    });
  expect(from("output_config.format: Extra inputs are not permitted")).toEqual({
    structuredOutput: "prompt",
  });
  expect(from("messages.1.content.0.thinking.signature: Field required")).toEqual({
    unsignedThoughts: "never",
  });
  expect(
    from("The `content[].thinking` in the thinking mode must be passed back to the API."),
  ).toEqual({ thoughts: "always" });
  expect(
    from("max_tokens: 1000 > 512, which is the maximum allowed number of output tokens"),
  ).toEqual({ maxOutputTokens: 512 });
});
