import { describe, expect, test } from "bun:test";
import type { ModelRequest } from "../../../src/core/effect.ts";
import type { KnownTraits } from "../../../src/core/server.ts";
import { sendTo, type Wire } from "./real-server.ts";

const schema = { type: "object", properties: {}, additionalProperties: false };

/** A planner's first request, or a worker's after a turn of thoughts and a call. */
const planning: Partial<ModelRequest> = {
  outputSchema: schema,
  tools: [],
  maxOutputTokens: 32_000,
};
const working: Partial<ModelRequest> = {
  maxOutputTokens: 32_000,
  messages: [
    { role: "user", content: [{ type: "text", text: "Go." }] },
    {
      role: "assistant",
      content: [
        { type: "thinking", text: "hm", signature: "", member: "reasoning" },
        { type: "tool-use", callId: "callabcde", tool: "write", input: {} },
      ],
    },
    {
      role: "user",
      content: [{ type: "tool-result", callId: "callabcde", text: "ok", isError: false }],
    },
  ],
};
const openai = (message: string, param: string | null = null) => ({ error: { message, param } });
const fastApi = (loc: readonly (string | number)[], msg: string) => ({
  detail: [{ loc, msg, type: "x" }],
});

/** What a refusal teaches, and the body of the request that is put by it. */
async function learnt(wire: Wire, asked: Partial<ModelRequest>, status: number, refusal: unknown) {
  const answer = () =>
    new Response(typeof refusal === "string" ? refusal : JSON.stringify(refusal), { status });
  const first = await sendTo(wire, answer, asked);
  const failure = first.last?.type === "failed" ? first.last.failure : null;
  const teaches = failure?.teaches ?? null;
  const second = await sendTo(wire, answer, { ...asked, traits: { ...asked.traits, ...teaches } });
  return { teaches, before: first.body, body: second.body };
}

type Case = readonly [string, number, unknown, KnownTraits];

test.each<[string, number, unknown, KnownTraits | null]>([
  [
    "in a body of status 200",
    200,
    { error: "'response_format.type' must be 'json_object' or 'text'" },
    { structuredOutput: "json_object" },
  ],
  [
    "in place of a stream",
    200,
    `data: ${JSON.stringify({ error: { message: "response_format is not supported", type: "invalid_request_error" } })}\n\n`,
    { structuredOutput: "json_object" },
  ],
  ["and not in a page", 200, "<title>response_format is not supported</title>", null],
  [
    "and not in an error of the stream's own",
    200,
    'data: {"error":{"message":"stream disconnected","code":500}}\n\n',
    null,
  ],
])("a refusal is one %s", async (_where, status, refusal, traits) => {
  expect((await learnt("chat", planning, status, refusal)).teaches).toEqual(traits);
});

describe("a refusal of a plan's schema leads to another way of telling it", () => {
  const next: KnownTraits = { structuredOutput: "json_object" };
  test.each<Case>([
    [
      "Volcengine",
      400,
      openai(
        "The parameter `response_format.type` specified in the request are not valid: invalid value: `json_schema`, supported values are: `json_object` and `text`.",
        "response_format.type",
      ),
      next,
    ],
    ["DeepSeek", 400, openai("This response_format type is unavailable now"), next],
    [
      "Groq",
      400,
      openai(
        "This model does not support response format `json_schema`. See supported models at https://console.groq.com/docs",
      ),
      next,
    ],
    [
      "OpenAI's older models",
      400,
      openai(
        "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
        "response_format",
      ),
      next,
    ],
    [
      "Azure",
      400,
      openai(
        "response_format value as json_schema is enabled only for api versions 2024-08-01-preview and later",
      ),
      next,
    ],
    [
      "llama.cpp",
      400,
      { error: { code: 400, message: "failed to parse grammar", type: "invalid_request_error" } },
      next,
    ],
    [
      "llama.cpp",
      400,
      { error: { code: 400, message: "JSON schema conversion failed: Unrecognized schema" } },
      next,
    ],
    ["vLLM", 400, openai("Grammar error: Unsupported keyword"), next],
    [
      "a FastAPI server",
      422,
      fastApi(["body", "response_format"], "Extra inputs are not permitted"),
      next,
    ],
    [
      "a FastAPI server of old",
      422,
      fastApi(
        ["body", "response_format", "type"],
        "unexpected value; permitted: 'text', 'json_object'",
      ),
      next,
    ],
    ["Cerebras", 422, openai("Unsupported JSON schema fields"), next],
    [
      "OpenRouter",
      404,
      openai("No endpoints found that support the requested parameter: structured_outputs"),
      next,
    ],
    ["a server in plain words", 400, "response_format is not supported", next],
    ["a server that trips", 500, { error: "json_schema: not implemented" }, next],
  ])("of %s", async (_who, status, refusal, traits) => {
    const { teaches, body } = await learnt("chat", planning, status, refusal);
    expect(teaches).toEqual(traits);
    expect(body["response_format"]).toEqual({ type: "json_object" });
    expect(JSON.stringify(body["messages"])).toContain("JSON Schema");
  });

  test.each<Case>([
    [
      "Vertex and Bedrock",
      400,
      {
        type: "error",
        error: {
          type: "invalid_request_error",
          message: "output_config.format: Extra inputs are not permitted",
        },
      },
      { structuredOutput: "prompt" },
    ],
    [
      "older models",
      400,
      { error: { message: "'claude-3' does not support output format." } },
      { structuredOutput: "prompt" },
    ],
    [
      "a bridge",
      422,
      fastApi(["body", "output_config"], "Extra inputs are not permitted"),
      { structuredOutput: "prompt" },
    ],
  ])("of %s on Anthropic's wire", async (_who, status, refusal, traits) => {
    const { teaches, body } = await learnt("messages", planning, status, refusal);
    expect(teaches).toEqual(traits);
    expect(body).not.toHaveProperty("output_config");
    expect(JSON.stringify(body["system"])).toContain("JSON Schema");
  });

  test("of a server of Responses", async () => {
    const { body } = await learnt(
      "responses",
      planning,
      400,
      openai("Unsupported parameter: 'text.format'", "text.format"),
    );
    expect(body["text"]).toEqual({ format: { type: "json_object" } });
  });
});

describe("a refused member is left out, or has another name or value", () => {
  test.each<readonly [string, Wire, Partial<ModelRequest>, number, unknown, KnownTraits]>([
    [
      "Mistral",
      "chat",
      working,
      422,
      {
        object: "error",
        message: {
          detail: [
            {
              type: "extra_forbidden",
              loc: ["body", "stream_options", "include_usage"],
              msg: "Extra inputs are not permitted",
            },
          ],
        },
      },
      { asksForUsage: false },
    ],
    [
      "Azure of old",
      "chat",
      working,
      400,
      openai("Unrecognized request argument supplied: stream_options"),
      { asksForUsage: false },
    ],
    [
      "GPT-5",
      "chat",
      working,
      400,
      openai(
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        "max_tokens",
      ),
      { outputLimit: "max_completion_tokens" },
    ],
    [
      "a gateway before GPT-5",
      "chat",
      working,
      400,
      openai("litellm.BadRequestError: OpenAIException - Unsupported parameter: 'max_tokens'"),
      { outputLimit: "max_completion_tokens" },
    ],
    [
      "Mistral, of the newer name",
      "chat",
      { ...working, traits: { outputLimit: "max_completion_tokens" } },
      422,
      fastApi(["body", "max_completion_tokens"], "Extra inputs are not permitted"),
      { outputLimit: "max_tokens" },
    ],
    [
      "DeepSeek's limit",
      "chat",
      working,
      400,
      openai("Invalid max_tokens value, the valid range of max_tokens is [1, 8192]"),
      { maxOutputTokens: 8_192 },
    ],
    [
      "Groq's limit",
      "chat",
      working,
      400,
      openai(
        "`max_tokens` must be less than or equal to `8192`, the maximum value for `max_tokens` is less than the `context_window` for this model",
      ),
      { maxOutputTokens: 8_192 },
    ],
    [
      "OpenAI's limit",
      "chat",
      working,
      400,
      openai(
        "max_tokens is too large: 32000. This model supports at most 16384 completion tokens, whereas you provided 32000.",
      ),
      { maxOutputTokens: 16_384 },
    ],
    [
      "Volcengine's limit",
      "chat",
      working,
      400,
      openai(
        "The parameter `max_tokens` specified in the request is not valid: integer above maximum value, expected a value <= 4096, but got 32000 instead.",
        "max_tokens",
      ),
      { maxOutputTokens: 4_096 },
    ],
    [
      "Gemini's limit",
      "chat",
      working,
      400,
      [
        {
          error: {
            code: 400,
            message:
              "Unable to submit request because it has a maxOutputTokens value of 32000 but the supported range is from 1 (inclusive) to 8193 (exclusive).",
          },
        },
      ],
      { maxOutputTokens: 8_192 },
    ],
    [
      "DashScope's limit",
      "chat",
      working,
      400,
      openai("Range of max_tokens should be [1, 8192]"),
      { maxOutputTokens: 8_192 },
    ],
    [
      "Zhipu's limit",
      "chat",
      working,
      400,
      { error: { code: "1210", message: "max_tokens参数非法。取值范围[1,8192]" } },
      { maxOutputTokens: 8_192 },
    ],
    [
      "vLLM's window",
      "chat",
      working,
      400,
      openai(
        "'max_tokens' or 'max_completion_tokens' is too large: 32000. This model's maximum context length is 32768 tokens and your request has 1200 input tokens (32000 > 32768 - 1200).",
      ),
      { maxOutputTokens: 31_568 },
    ],
    [
      "Anthropic's limit",
      "messages",
      working,
      400,
      {
        error: {
          message:
            "max_tokens: 32000 > 8192, which is the maximum allowed number of output tokens for claude-3-5-sonnet-20241022",
        },
      },
      { maxOutputTokens: 8_192 },
    ],
    [
      "Bedrock's limit",
      "messages",
      working,
      400,
      {
        message:
          "The maximum tokens you requested exceeds the model limit of 4096. Try again with a maximum tokens value that is lower than 4096.",
      },
      { maxOutputTokens: 4_096 },
    ],
    [
      "the limit of Responses",
      "responses",
      working,
      400,
      openai(
        "Invalid 'max_output_tokens': integer above maximum value. Expected a value <= 16384, but got 32000 instead.",
        "max_output_tokens",
      ),
      { maxOutputTokens: 16_384 },
    ],
    [
      "Gemini, of schemas",
      "chat",
      planning,
      400,
      [
        {
          error: {
            code: 400,
            message:
              "Invalid JSON payload received. Unknown name \"additionalProperties\" at 'tools[0]': Cannot find field.",
          },
        },
      ],
      { additionalProperties: false },
    ],
    [
      "Ollama, of content",
      "chat",
      working,
      400,
      openai("invalid message content type: <nil>"),
      { emptyContent: "empty" },
    ],
    [
      "LM Studio, of content",
      "chat",
      working,
      400,
      { error: "Invalid 'content': 'content' field must be a string or an array of objects." },
      { emptyContent: "empty" },
    ],
    [
      "FastAPI, of content",
      "chat",
      working,
      422,
      fastApi(["body", "messages", 2, "content"], "Input should be a valid string"),
      { emptyContent: "empty" },
    ],
    [
      "a template in Python, of content",
      "chat",
      working,
      500,
      openai('can only concatenate str (not "NoneType") to str'),
      { emptyContent: "empty" },
    ],
    [
      "a server in Rust, of content",
      "chat",
      working,
      422,
      "Failed to deserialize the JSON body: messages[2].content: invalid type: null, expected a string",
      { emptyContent: "empty" },
    ],
    [
      "Gemma, of the system",
      "chat",
      working,
      400,
      openai("System role not supported"),
      { systemPrompt: "user" },
    ],
    [
      "vLLM, of roles",
      "chat",
      working,
      400,
      openai("Conversation roles must alternate user/assistant/user/assistant/..."),
      { systemPrompt: "user" },
    ],
    [
      "llama.cpp, of roles",
      "chat",
      working,
      500,
      {
        error: {
          code: 500,
          message: "Only user, assistant and tool roles are supported, got system.",
        },
      },
      { systemPrompt: "user" },
    ],
    [
      "o1, of roles",
      "chat",
      working,
      400,
      openai(
        "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
        "messages[0].role",
      ),
      { systemPrompt: "user" },
    ],
    [
      "MiniMax, of roles",
      "chat",
      working,
      400,
      { base_resp: { status_code: 2013, status_msg: "invalid params, invalid role: system" } },
      { systemPrompt: "user" },
    ],
    [
      "Groq, of thoughts",
      "chat",
      working,
      400,
      openai(
        "'messages.2' : for 'role:assistant' the following must be satisfied[('messages.2' : property 'reasoning' is unsupported)]",
      ),
      { thoughts: "never" },
    ],
    [
      "Cerebras, of thoughts",
      "chat",
      working,
      400,
      openai("messages.2.assistant.reasoning_content: property unsupported"),
      { thoughts: "never" },
    ],
    [
      "Mistral, of thoughts",
      "chat",
      working,
      422,
      fastApi(
        ["body", "messages", 2, "assistant", "reasoning_content"],
        "Extra inputs are not permitted",
      ),
      { thoughts: "never" },
    ],
    [
      "Anthropic, of signatures",
      "messages",
      working,
      400,
      { error: { message: "messages.1.content.0.thinking.signature: Field required" } },
      { unsignedThoughts: "never" },
    ],
    [
      "bridges, of cache marks",
      "messages",
      { ...working, cacheBreakpoints: [{ part: "system" }] },
      400,
      { error: { message: "system.0.cache_control: Extra inputs are not permitted" } },
      { cacheMarks: false },
    ],
    [
      "OpenAI, of streams",
      "chat",
      working,
      400,
      openai(
        "Your organization must be verified to stream this model. Please go to the settings.",
        "stream",
      ),
      { streams: false },
    ],
    [
      "a server without streams",
      "chat",
      working,
      501,
      { error: "streaming is not supported" },
      { streams: false },
    ],
    [
      "older models of Responses",
      "responses",
      working,
      400,
      openai("Encrypted content is not supported with this model.", "include"),
      { leftOut: ["include"] },
    ],
    [
      "LM Studio's Responses",
      "responses",
      working,
      400,
      openai("Unrecognized key(s) in object: 'store'"),
      { leftOut: ["store"] },
    ],
    [
      "vLLM's Responses",
      "responses",
      working,
      400,
      fastApi(["body", "include"], "Extra inputs are not permitted"),
      { leftOut: ["include"] },
    ],
    [
      "Ollama's Responses",
      "responses",
      working,
      400,
      openai("unknown field: store"),
      { leftOut: ["store"] },
    ],
    [
      "a server that knows no strict tools",
      "responses",
      working,
      422,
      fastApi(["body", "tools", 0, "strict"], "Extra inputs are not permitted"),
      { leftOut: ["strict"] },
    ],
    [
      "models of Responses alone",
      "chat",
      working,
      404,
      openai(
        "This model is only supported in v1/responses and not in v1/chat/completions.",
        "model",
      ),
      { api: "responses" },
    ],
    [
      "o3-pro on Azure",
      "chat",
      working,
      400,
      openai(
        "The chatCompletion operation does not work with the specified model, o3-pro. Please choose different model and try again.",
      ),
      { api: "responses" },
    ],
    [
      "models of Chat Completions alone",
      "responses",
      working,
      400,
      openai("This model is not supported by the Responses API."),
      { api: "chat" },
    ],
    [
      "a deployment that did not think so",
      "responses",
      working,
      400,
      {
        error: {
          message: "The encrypted content gAAA...Rg== could not be verified.",
          type: "invalid_request_error",
          code: "invalid_encrypted_content",
        },
      },
      { thoughts: "never" },
    ],
    [
      "a member of the user's own",
      "chat",
      { ...working, body: { top_k: 3 } },
      400,
      openai("Unrecognized request argument supplied: top_k"),
      { leftOut: ["top_k"] },
    ],
    [
      "a member of the user's own, in `param`",
      "chat",
      { ...working, body: { top_k: 3, seed: 1 } },
      400,
      openai("Unsupported parameter.", "seed"),
      { leftOut: ["seed"] },
    ],
  ])("by %s", async (_who, wire, asked, status, refusal, traits) => {
    const { teaches, before, body } = await learnt(wire, asked, status, refusal);
    expect(teaches).toEqual(traits);
    // The core lowers the limit, and the edge does all else.
    if (traits.maxOutputTokens === undefined && traits.thoughts === undefined)
      expect(body).not.toEqual(before);
    for (const name of traits.leftOut ?? [])
      expect(JSON.stringify(body)).not.toContain(`"${name}"`);
    if (traits.streams === false) {
      expect(body["stream"]).toBe(false);
      expect(body).not.toHaveProperty("stream_options");
    }
  });

  test.each<readonly [string, number, unknown]>([
    ["a key", 401, openai("Incorrect API key provided. max_tokens")],
    [
      "a limit of a minute",
      429,
      openai("Rate limit reached on tokens per minute; lower max_tokens"),
    ],
    ["a window", 400, openai("This model's maximum context length is 4096 tokens.")],
    ["a model", 404, openai("The model `m` does not exist")],
    ["tools", 400, { error: "m does not support tools" }],
    ["nothing in particular", 400, openai("Bad request")],
    ["what was not said", 400, openai("Unknown parameter: 'temperature'", "temperature")],
    [
      "a signature that is missed",
      400,
      openai("Function call is missing a thought_signature in functionCall parts."),
    ],
  ])("and one of %s teaches nothing", async (_what, status, refusal) => {
    expect((await learnt("chat", working, status, refusal)).teaches).toBeNull();
  });
});
