import { describe, expect, test } from "bun:test";
import type { FailureCode } from "../../../src/core/failure.ts";
import { isRetryable } from "../../../src/core/failure.ts";
import {
  chunk,
  delta,
  done,
  event,
  frames,
  item,
  messageStart,
  read,
  start,
  type Wire,
  wires,
} from "./real-server.ts";

const answered = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const type = typeof body === "string" ? "text/plain" : "application/json";
  return () => new Response(text, { status, headers: { "content-type": type, ...headers } });
};
const failureOf = async (wire: Wire, answer: string | (() => Response)) => {
  const { failure } = await read(wire, answer);
  if (failure === null) throw new Error("It did not fail.");
  return failure;
};

describe("a server's own words are told, with the status, whatever the shape of the body", () => {
  const words = "Your key is not enough.";
  test.each<[string, unknown]>([
    [
      "OpenAI",
      { error: { message: words, type: "invalid_request_error", param: null, code: null } },
    ],
    [
      "Anthropic",
      { type: "error", error: { type: "invalid_request_error", message: words }, request_id: "r" },
    ],
    ["xAI", { code: "Client specified an invalid argument", error: words }],
    ["Ollama", { error: words }],
    ["FastAPI", { detail: words }],
    [
      "FastAPI, in a list",
      { detail: [{ loc: ["body", "model"], msg: words, type: "value_error" }] },
    ],
    ["FastAPI, in an object", { detail: { message: words, code: 3 } }],
    ["FastAPI, with OpenAI's shape", { detail: { error: { message: words } } }],
    ["Kong", { message: words }],
    ["Databricks", { error_code: "INVALID_PARAMETER_VALUE", message: words }],
    ["Gemini", [{ error: { code: 400, message: words, status: "INVALID_ARGUMENT" } }]],
    [
      "Cloudflare",
      { success: false, errors: [{ code: 7003, message: words }], messages: [], result: null },
    ],
    ["z.ai", { code: 400, msg: words, success: false }],
    ["MiniMax", { base_resp: { status_code: 2013, status_msg: words } }],
    [
      "MiniMax, with choices of null",
      { id: "", choices: null, base_resp: { status_code: 2013, status_msg: words } },
    ],
    [
      "OpenRouter",
      {
        error: {
          code: 400,
          message: "Provider returned error",
          metadata: { raw: words, provider_name: "X" },
        },
      },
    ],
    [
      "OpenRouter, twice",
      {
        error: {
          code: 400,
          message: "Provider returned error",
          metadata: { raw: JSON.stringify({ error: { message: words } }) },
        },
      },
    ],
    [
      "Mistral",
      { object: "error", message: words, type: "invalid_request_error", param: null, code: null },
    ],
    [
      "Mistral, with details",
      {
        object: "error",
        message: { detail: [{ loc: ["body", "x"], msg: words }] },
        type: "invalid_request_error",
      },
    ],
    [
      "LiteLLM",
      {
        error: {
          message: JSON.stringify({ error: { message: words } }),
          type: "None",
          param: "None",
          code: "400",
        },
      },
    ],
    ["Bedrock", { message: words, __type: "com.amazon.coral.validate#ValidationException" }],
    ["AWS, with capitals", { Message: words }],
    ["Apigee", { fault: { faultstring: words, detail: { errorcode: "x" } } }],
    ["Azure API Management", { statusCode: 400, message: words }],
    ["OAuth", { error: "invalid_request", error_description: words }],
    [
      "Spring",
      { timestamp: "2026", status: 400, error: "Bad Request", message: words, path: "/v1" },
    ],
    ["RFC 9457", { type: "about:blank", title: "Bad Request", status: 400, detail: words }],
    ["GraphQL's kin", { errors: [{ message: words, extensions: {} }] }],
    ["errors as texts", { errors: [words] }],
    ["errors by field", { errors: { model: [words] } }],
    ["nested errors", { error: { error: { message: words } } }],
    ["an error in text", { error: JSON.stringify({ message: words }) }],
    ["Hugging Face", { error: words, error_type: "validation" }],
    ["TGI, in a list", { error: [words] }],
    ["Cohere", { id: "x", message: words }],
    ["a member of its own name", { validationException: { message: words } }],
    ["Baidu", { error_code: 336003, error_msg: words, id: "x" }],
    [
      "Volcengine",
      { error: { code: "InvalidParameter", message: words, param: "", type: "BadRequest" } },
    ],
    ["DashScope", { code: "InvalidParameter", message: words, request_id: "x" }],
    ["XML alone", `<Error><Code>InvalidRequest</Code><Message>${words}</Message></Error>`],
    ["Tencent", { Response: { Error: { Code: "InvalidParameter", Message: words } } }],
    ["a proxy, as what came of the call", { result: { error: { message: words } } }],
    ["a proxy, as data", { code: "E1", data: { error: words } }],
    ["err", { err: words }],
    ["a description", { code: 400, description: words }],
    ["a text of JSON", JSON.stringify({ error: { message: words } })],
    ["plain words", words],
    [
      "a page",
      `<!doctype html><html><head><title>${words}</title><style>x{}</style></head><body><script>1</script></body></html>`,
    ],
    ["a page without a title", `<html><body><h1>${words}</h1></body></html>`],
    [
      "XML",
      `<?xml version="1.0"?><Error><Code>InvalidRequest</Code><Message>${words}</Message></Error>`,
    ],
  ])("%s", async (_who, body) => {
    for (const wire of wires) {
      const failure = await failureOf(wire, answered(400, body));
      expect(failure.message).toContain(words);
      expect(failure.message).toContain("400");
      expect(failure.message).not.toMatch(/<(html|script|h1|Message)|\[object/);
      // The same with a status that says that all is well.
      const silent = await failureOf(wire, answered(200, body));
      expect(silent.message).toContain(words);
    }
  });

  test("of a page of 300 kB a part, and of nothing that there was nothing", async () => {
    const { message } = await failureOf(
      "chat",
      answered(400, `<html><body>${"x".repeat(300_000)}</body></html>`),
    );
    expect(message.length).toBeLessThan(1_000);
    expect((await failureOf("chat", answered(502, ""))).message).toMatch(/nothing.*502/);
    expect((await failureOf("chat", answered(200, ""))).message).not.toBe("");
  });

  test("and with a status of 200 the type and the address, where the body is a page", async () => {
    const page = answered(200, "<!doctype html><title>Sign in</title>", {
      "content-type": "text/html",
    });
    for (const wire of wires)
      expect((await failureOf(wire, page)).message).toMatch(/Sign in.*text\/html.*mock\.invalid/);
  });
});

describe("an error is what its status, its code, its type or its words say", () => {
  const error = (members: object) => ({ error: { message: "No.", ...members } });
  test.each<[number, unknown, FailureCode]>([
    [400, error({ type: "invalid_request_error" }), "invalid-request"],
    [400, error({ code: "context_length_exceeded" }), "context-exceeded"],
    [400, error({ type: "exceed_context_size_error" }), "context-exceeded"],
    [
      400,
      error({ message: "This model's maximum context length is 8192 tokens." }),
      "context-exceeded",
    ],
    [
      400,
      error({ message: "prompt is too long: 210000 tokens > 200000 maximum" }),
      "context-exceeded",
    ],
    [400, error({ message: "Input is too long for requested model." }), "context-exceeded"],
    [
      400,
      error({
        message:
          "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
      }),
      "context-exceeded",
    ],
    [
      400,
      error({
        message:
          "Requested token count exceeds the model's maximum context length of 131072 tokens.",
      }),
      "context-exceeded",
    ],
    [400, error({ message: "Range of input length should be [1, 30720]" }), "context-exceeded"],
    [
      400,
      error({ message: "Your input exceeds the context window of this model." }),
      "context-exceeded",
    ],
    [413, error({ message: "context length exceeded" }), "context-exceeded"],
    [500, error({ message: "the request exceeds the available context size" }), "context-exceeded"],
    [400, error({ code: "content_filter" }), "refusal"],
    [400, error({ code: "tool_use_failed" }), "malformed-reply"],
    [400, error({ code: "json_validate_failed" }), "malformed-reply"],
    [400, error({ code: "data_inspection_failed" }), "refusal"],
    [
      400,
      error({ message: "Your credit balance is too low to access the Anthropic API." }),
      "permission",
    ],
    [401, error({ code: "invalid_api_key" }), "authentication"],
    [401, { detail: "Unauthorized: token expired" }, "authentication"],
    [402, error({ message: "Insufficient Balance" }), "permission"],
    [403, error({ type: "permission_error" }), "permission"],
    [403, "<html><title>Access denied</title></html>", "permission"],
    [404, error({ code: "model_not_found" }), "not-found"],
    [404, { error: 'model "m" not found, try pulling it first' }, "not-found"],
    [404, "404 page not found", "not-found"],
    [405, { detail: "Method Not Allowed" }, "not-found"],
    [408, "", "timeout"],
    [409, "", "server-error"],
    [
      413,
      error({
        message:
          "Request too large for model `m` on tokens per minute (TPM): Limit 6000, Requested 17000",
        code: "rate_limit_exceeded",
      }),
      "too-large",
    ],
    [413, "", "too-large"],
    [422, error({}), "invalid-request"],
    [425, "", "server-error"],
    [429, error({ code: "rate_limit_exceeded" }), "rate-limited"],
    [
      429,
      error({
        message:
          "Request too large for gpt-5 on tokens per min (TPM): Limit 30000, Requested 50000.",
      }),
      "too-large",
    ],
    [429, error({ code: "insufficient_quota" }), "permission"],
    [429, error({ type: "exceeded_current_quota_error" }), "permission"],
    [429, error({ code: "1113" }), "permission"],
    [429, error({ code: "AccountOverdueError", message: "It is overdue." }), "permission"],
    [424, { message: "Model error", originalStatusCode: 500 }, "server-error"],
    [429, error({ code: 1113, message: "余额不足或无可用资源包,请充值。" }), "permission"],
    [429, error({ code: "1302" }), "rate-limited"],
    [429, error({ type: "engine_overloaded_error" }), "overloaded"],
    [429, { code: "Throttling.RateQuota", message: "No." }, "rate-limited"],
    [429, { message: "Too many tokens, please wait before trying again." }, "rate-limited"],
    [498, error({ message: "Flex tier capacity exceeded" }), "overloaded"],
    [499, "", "server-error"],
    [500, error({ type: "api_error" }), "server-error"],
    [500, error({ type: "invalid_request_error" }), "server-error"],
    [502, "<html><title>502 Bad Gateway</title></html>", "server-error"],
    [503, error({ message: "Loading model", type: "unavailable_error" }), "overloaded"],
    [503, "no healthy upstream", "overloaded"],
    [504, "", "timeout"],
    [
      520,
      "<html><title>520: Web server is returning an unknown error</title></html>",
      "server-error",
    ],
    [522, "", "timeout"],
    [524, "", "timeout"],
    [529, error({ type: "overloaded_error" }), "overloaded"],
    [200, error({ code: "insufficient_user_quota" }), "permission"],
    [200, { code: 500, msg: "404 NOT_FOUND", success: false }, "not-found"],
    [200, { base_resp: { status_code: 1002, status_msg: "rate limit" } }, "rate-limited"],
    [200, { base_resp: { status_code: 1008, status_msg: "insufficient balance" } }, "permission"],
    [200, { base_resp: { status_code: 1004, status_msg: "login fail" } }, "authentication"],
    [200, error({ code: 429 }), "rate-limited"],
    [200, error({ code: 503 }), "overloaded"],
    [200, error({ type: "constructor", code: "__proto__" }), "invalid-request"],
    [200, { error: "The model is overloaded, please try again later" }, "stream-error"],
    [200, { error: "Model m is currently loading", estimated_time: 20 }, "stream-error"],
    [200, { detail: "Request was throttled. Expected available in 1 second." }, "stream-error"],
    [200, { message: "API rate limit exceeded" }, "stream-error"],
    [200, "Service temporarily unavailable", "stream-error"],
    [200, "<html><title>502 Bad Gateway</title></html>", "stream-error"],
    [200, "<html><title>Sign in</title></html>", "not-found"],
    [200, error({ code: "model_overload" }), "overloaded"],
    [200, error({ code: "ServerOverloaded", type: "TooManyRequests" }), "overloaded"],
    [200, error({ type: "RequestBurstTooFast" }), "rate-limited"],
    [200, error({ message: "用户额度不足" }), "permission"],
    [429, error({ message: "Your account balance is not enough." }), "permission"],
    [400, error({ type: "budget_exceeded" }), "permission"],
    [400, error({ type: "BadRequest", code: "InvalidParameter" }), "invalid-request"],
  ])("%d with %j is `%s`", async (status, body, code) => {
    for (const wire of wires)
      expect((await failureOf(wire, answered(status, body))).code).toBe(code);
  });

  test("one that can never pass is asked once, and one that may pass again", async () => {
    const again = async (status: number, body: unknown, headers = {}) =>
      isRetryable(await failureOf("chat", answered(status, body, headers)));
    for (const status of [408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529])
      expect(await again(status, "")).toBe(true);
    for (const status of [400, 401, 402, 403, 404, 405, 410, 413, 415, 422, 451])
      expect(await again(status, "")).toBe(false);
    expect(
      await again(429, error({ code: "insufficient_quota" }), { "x-should-retry": "true" }),
    ).toBe(false);
    expect(await again(529, "", { "x-should-retry": "false" })).toBe(false);
    expect(await again(400, "", { "x-should-retry": "true" })).toBe(true);
    expect(await again(501, "")).toBe(false);
  });
});

describe.each([...wires])("an error within a stream, on the wire of %s", (wire) => {
  const begun: Readonly<Record<Wire, string>> = {
    chat: frames(chunk({ content: "Well," })),
    messages: frames(
      messageStart(),
      start({ type: "text", text: "" }),
      delta("text_delta", { text: "Well," }),
    ),
    responses: frames(
      item("added", { type: "message", id: "m" }),
      event("response.output_text.delta", { output_index: 0, delta: "Well," }),
    ),
  };
  const words = "The upstream exploded.";
  test.each<[string, string, FailureCode]>([
    ["as an object", frames({ error: { message: words, code: 500 } }), "stream-error"],
    [
      "as an object, and then [DONE]",
      frames({ error: { message: words, code: 429, type: "rate_limit" } }, done),
      "rate-limited",
    ],
    ["as a text", frames({ error: words }), "stream-error"],
    [
      "as vLLM has it",
      frames({ object: "error", message: words, type: "InternalServerError", code: 500 }, done),
      "stream-error",
    ],
    ["with a message and a code", frames({ code: 503, message: words }), "overloaded"],
    ["with a message alone", frames({ message: words }), "stream-error"],
    ["as z.ai has it", frames({ code: "1305", msg: words }), "overloaded"],
    [
      "as MiniMax has it",
      frames({ choices: null, base_resp: { status_code: 1002, status_msg: words } }),
      "rate-limited",
    ],
    ["as FastAPI has it", frames({ detail: words }), "stream-error"],
    ["as what came of a call", frames({ result: { error: { message: words } } }), "stream-error"],
    ["in Tencent's capitals", frames({ Response: { Error: { Message: words } } }), "stream-error"],
    [
      "in a list",
      frames(
        `data: ${JSON.stringify([{ error: { code: 503, message: words, status: "UNAVAILABLE" } }])}\n\n`,
      ),
      "overloaded",
    ],
    [
      "beside an empty choice",
      frames({
        choices: [{ index: 0, delta: { content: "" }, finish_reason: "error" }],
        error: { code: 502, message: words },
      }),
      "stream-error",
    ],
    [
      "with its own event",
      frames(["error", { error: { message: words, type: "overloaded_error" } }]),
      "overloaded",
    ],
    ["with its own event, and words alone", `event: error\ndata: ${words}\n\n`, "stream-error"],
    ["with its own event, and a text of JSON", frames(["error", words]), "stream-error"],
    [
      "with its own event, and a message",
      frames(["error", { message: words, code: "server_error" }]),
      "stream-error",
    ],
    [
      "with the event of an exception",
      frames(["internalServerException", { message: words }]),
      "stream-error",
    ],
    [
      "with the event of a limit",
      frames(["throttlingException", { message: words }]),
      "rate-limited",
    ],
    [
      "with the event of an outage",
      frames(["serviceUnavailableException", { message: words }]),
      "overloaded",
    ],
    [
      "as Anthropic has it, without its event",
      frames({ type: "error", error: { type: "overloaded_error", message: words } }),
      "overloaded",
    ],
    [
      "as Responses has it",
      frames([
        "error",
        { type: "error", code: "rate_limit_exceeded", message: words, param: null },
      ]),
      "rate-limited",
    ],
    ["in an `error:` line", `error: {"code":500,"message":"${words}"}\n\n`, "stream-error"],
    ["in an `error:` line of words", `error: ${words}\n\n`, "stream-error"],
    ["in plain words", `data: ${words}\n\n`, "stream-error"],
    ["in JSON without a frame", `{"error":{"message":"${words}","code":503}}\n`, "overloaded"],
    [
      "in pretty JSON without a frame",
      `${JSON.stringify({ error: { message: words, code: 503 } }, null, 2)}\n`,
      "overloaded",
    ],
    [
      "in JSON without a frame, and then [DONE]",
      `{"error":{"message":"${words}","code":503}}\n\n${done}`,
      "overloaded",
    ],
    [
      "that says that no money is left",
      frames({ error: { message: words, code: "insufficient_quota" } }),
      "permission",
    ],
    [
      "of a key",
      frames({ error: { message: words, type: "authentication_error" } }),
      "authentication",
    ],
    [
      "of the request",
      frames({ error: { message: words, type: "invalid_request_error" } }),
      "invalid-request",
    ],
    [
      "of a request above the limit of a minute",
      frames({
        error: {
          message: `Request too large for m: Limit 1, Requested 30. ${words}`,
          code: "rate_limit_exceeded",
        },
      }),
      "too-large",
    ],
    [
      "of too long a prompt",
      frames({ error: { message: `${words} The context window is full.`, code: 400 } }),
      "context-exceeded",
    ],
  ])("%s has its words and its kind", async (_how, tail, code) => {
    for (const before of [begun[wire], ""]) {
      const failure = await failureOf(wire, before + tail);
      expect(failure.message).toContain(words);
      // Where nothing else came, a body without a frame is a whole answer of status 200.
      if (before !== "") expect(failure.code).toBe(code);
    }
  });

  test("behind the reply's end takes nothing from it", async () => {
    const ends: Readonly<Record<Wire, string>> = {
      chat: frames(chunk({}, "stop"), done),
      messages: frames(
        event("message_delta", { delta: { stop_reason: "end_turn" } }),
        event("message_stop"),
      ),
      responses: frames(event("response.completed", { response: { status: "completed" } })),
    };
    const answer = begun[wire] + ends[wire] + frames({ error: { message: words } });
    expect(await read(wire, answer)).toMatchObject({ text: "Well,", failure: null });
  });
});

const words = "The engine died.";

test("an error without a frame is heard also where the sentinel behind it has none", async () => {
  const error = JSON.stringify({ error: { message: words, code: 503 } });
  const { failure } = await read("chat", `${frames(chunk({ content: "a" }))}${error}\n[DONE]\n`);
  expect(failure?.message).toStartWith(words);
});

test.each(["503", "Model loading"])(
  "an event that is called an error is one, though it says %s",
  async (said) => {
    const body = `${frames(chunk({ content: "a" }))}event: error\ndata: ${said}\n\n${done}`;
    expect((await read("chat", body)).failure).toMatchObject({
      code: "stream-error",
      message: said,
    });
  },
);

test.each<[string, Wire, string]>([
  ["in a delta", "chat", frames(chunk({ error: { message: words, code: 503 } }), done)],
  [
    "beside the words of a delta",
    "chat",
    frames(chunk({ content: "", error: words }), chunk({}, "stop"), done),
  ],
  [
    "in the message of a whole reply",
    "chat",
    JSON.stringify({
      choices: [{ message: { content: "", error: { message: words } }, finish_reason: "stop" }],
    }),
  ],
  [
    "in a delta of the message",
    "messages",
    frames(
      event("message_delta", { delta: { error: { type: "overloaded_error", message: words } } }),
      event("message_stop"),
    ),
  ],
  [
    "in a delta of a block",
    "messages",
    frames(
      messageStart(),
      start({ type: "text", text: "" }),
      delta("error", { error: { type: "overloaded_error", message: words } }),
      event("message_stop"),
    ),
  ],
  [
    "in place of a block",
    "messages",
    frames(
      event("content_block_start", {
        index: 0,
        content_block: { type: "error", error: { type: "overloaded_error", message: words } },
      }),
      event("message_stop"),
    ),
  ],
])("an error %s has its words, on the wire of %s", async (_where, wire, body) => {
  expect((await read(wire, body)).failure?.message).toBe(words);
});

test("an error that Groq tells beside its id has its words", async () => {
  const answer = frames(chunk({ content: "Well," }), {
    choices: [],
    x_groq: { id: "r", error: "over capacity" },
  });
  expect(await failureOf("chat", answer)).toMatchObject({
    code: "stream-error",
    message: "over capacity",
  });
});

test.each(wires)("a body of nothing is told as such, on the wire of %s", async (wire) => {
  for (const body of ["", "\n\n", ": ping\n\n"]) {
    const { code, message } = await failureOf(wire, body);
    expect(code).toBe("stream-cut");
    expect(message).toMatch(/nothing \(HTTP 200, text\/event-stream, http:\/\/mock\.invalid/);
  }
});

describe("a server that answers in another API's events is told for what it is", () => {
  const gemini = { candidates: [{ content: { parts: [{ text: "Hi" }] }, finishReason: "STOP" }] };
  const ollama = { model: "m", message: { role: "assistant", content: "Hi" }, done: true };
  const started = event("message_start", { message: { id: "m-1", content: [] } });
  const created = event("response.created", { response: { id: "r-1", output: [] } });
  const completion = { choices: [{ index: 0, message: { content: "Hi" }, finish_reason: "stop" }] };
  test.each<[string, Wire, string, string, string]>([
    [
      "a message",
      "chat",
      frames(started, event("message_stop")),
      "Messages",
      "--provider anthropic",
    ],
    [
      "a whole message",
      "chat",
      JSON.stringify({ type: "message", role: "assistant", content: [] }),
      "Messages",
      "--provider anthropic",
    ],
    [
      "chunks",
      "messages",
      frames(chunk({ content: "Hi" }, "stop"), done),
      "Chat Completions",
      "--provider openai",
    ],
    [
      "a whole completion",
      "messages",
      JSON.stringify(completion),
      "Chat Completions",
      "--provider openai",
    ],
    ["a response", "messages", frames(created), "Responses", 'api: "responses"'],
    ["Gemini's", "chat", frames(gemini), "Gemini", "/v1beta/openai"],
    ["Gemini's list", "messages", JSON.stringify([gemini]), "Gemini", "/v1beta/openai"],
    ["Ollama's", "chat", `${JSON.stringify({ ...ollama, done: false })}\n`, "Ollama", "/v1"],
    [
      "Ollama's lines",
      "responses",
      `${JSON.stringify({ ...ollama, done: false })}\n${JSON.stringify(ollama)}\n`,
      "Ollama",
      "/v1",
    ],
    ["Cohere's", "chat", frames({ type: "message-start", id: "x" }), "Cohere", "/compatibility/v1"],
    [
      "Bedrock's",
      "messages",
      JSON.stringify({ output: { message: { content: [{ text: "Hi" }] } } }),
      "Bedrock Converse",
      "/openai/v1",
    ],
  ])("%s", async (_what, wire, answer, api, remedy) => {
    const { code, message, teaches } = await failureOf(wire, answer);
    expect(code).toBe("invalid-request");
    expect(message).toContain("http://mock.invalid/v1/");
    expect(message).toContain(`answers as ${api} does`);
    expect(message).toContain(remedy);
    expect(teaches).toBeUndefined();
  });

  test("of OpenAI's two APIs the other is asked by next", async () => {
    expect((await failureOf("chat", frames(created))).teaches).toEqual({ api: "responses" });
    expect((await failureOf("responses", frames(chunk({}, "stop"), done))).teaches).toEqual({
      api: "chat",
    });
  });

  test("one of its own behind it counts", async () => {
    expect(
      await read("chat", frames(created, chunk({ content: "Done." }, "stop"), done)),
    ).toMatchObject({ text: "Done.", failure: null });
  });
});

test.each(wires)(
  "a whole reply that ends within its JSON was cut, on the wire of %s",
  async (wire) => {
    const whole: Readonly<Record<Wire, object>> = {
      chat: { choices: [{ index: 0, message: { content: "Done. {" }, finish_reason: "stop" }] },
      messages: { type: "message", content: [{ type: "text", text: "Done. {" }] },
      responses: { object: "response", output: [{ type: "message", content: "Done. {" }] },
    };
    const body = JSON.stringify(whole[wire]);
    for (const length of [1, 20, body.length - 1])
      expect([length, (await failureOf(wire, body.slice(0, length))).code]).toEqual([
        length,
        "stream-cut",
      ]);
    expect((await failureOf(wire, "{words}")).code).not.toBe("stream-cut");
  },
);
