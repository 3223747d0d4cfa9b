import { describe, expect, test } from "bun:test";
import Anthropic from "@anthropic-ai/sdk";
import type { JsonObject } from "../../../src/core/json.ts";
import { createMockProvider } from "../../../src/mock-provider/mock-provider.ts";
import { claudeModels } from "../../../src/mock-provider/model-catalogue.ts";
import { immediatePacer } from "../../../src/mock-provider/sending/pacer.ts";
import type { Reply } from "../../../src/mock-provider/reply.ts";
import type { ReplyFault } from "../../../src/mock-provider/reply-fault.ts";
import { anthropicHeaders } from "../anthropic-headers.ts";
import { recording } from "../recording.ts";
import { alwaysReply, replyOf, workerAddress } from "../reply-of.ts";

const origin = "http://mock.invalid";
const hello: JsonObject = {
  model: "claude-test",
  max_tokens: 100,
  messages: [{ role: "user", content: "hello there" }],
};
const { max_tokens: _, ...counted } = hello;
const rich = replyOf([
  { type: "thinking", text: "think hard" },
  { type: "redacted-thinking", data: "b64" },
  { type: "text", text: "Hi 😀" },
  { type: "tool-use", tool: "write", input: { path: "a.ts" }, callId: null },
]);

function mockOf(reply: Reply, fault: ReplyFault | null = null, pacer = immediatePacer) {
  const observer = recording();
  const mock = createMockProvider({
    source: alwaysReply(reply, fault),
    pacer,
    observer,
    nowMs: () => Date.UTC(2026, 0, 1),
  });
  const post = (body: JsonObject, path = "/v1/messages", signal?: AbortSignal) =>
    mock.fetchFor(workerAddress)(origin + path, {
      method: "POST",
      headers: anthropicHeaders,
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });
  return { ...mock, observer, post };
}

/** The events of a streamed body, checked to be framed as the API frames them. */
async function eventsOf(response: Response): Promise<readonly JsonObject[]> {
  const frames = (await response.text()).split("\n\n");
  expect(frames.pop()).toBe("");
  return frames.map((frame) => {
    const [, name, data] = /^event: (\w+)\ndata: (.+)$/.exec(frame) ?? [];
    const event = JSON.parse(data ?? "") as JsonObject;
    expect(event.type).toBe(name ?? "");
    return event;
  });
}

describe("a streamed reply", () => {
  test("brings the API's events in the API's order", async () => {
    const response = await mockOf(rich).post({ ...hello, stream: true });
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const events = await eventsOf(response);
    const names = events.map((event) => {
      const delta = event.delta as JsonObject | undefined;
      return event.type === "content_block_delta" ? String(delta?.type) : String(event.type);
    });
    expect(names).toEqual([
      "message_start",
      "ping",
      "content_block_start",
      "thinking_delta",
      "thinking_delta",
      "thinking_delta",
      "signature_delta",
      "content_block_stop",
      "content_block_start",
      "content_block_stop",
      "content_block_start",
      "text_delta",
      "content_block_stop",
      "content_block_start",
      ...Array.from({ length: 5 }, () => "input_json_delta"),
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
    expect(events[names.indexOf("input_json_delta")]).toMatchObject({
      index: 3,
      delta: { partial_json: "" },
    });
  });

  test("reports its input at the start and cumulative usage at the end", async () => {
    const { post } = mockOf({
      ...rich,
      usage: { inputTokens: 7, outputTokens: 30, thinkingTokens: 20, cacheReadTokens: 5 },
    });
    const events = await eventsOf(await post({ ...hello, stream: true }));
    expect(events[0]).toMatchObject({
      message: {
        stop_reason: null,
        usage: { input_tokens: 7, cache_read_input_tokens: 5, output_tokens: 1 },
      },
    });
    expect(events.at(-2)).toMatchObject({
      delta: { stop_reason: "tool_use" },
      usage: {
        input_tokens: 7,
        cache_read_input_tokens: 5,
        output_tokens: 30,
        output_tokens_details: { thinking_tokens: 20 },
      },
    });
  });

  test("adds up to the right message in the SDK's own stream helper", async () => {
    const { fetchFor } = mockOf(rich);
    const client = new Anthropic({
      apiKey: "key",
      baseURL: origin,
      fetch: fetchFor(workerAddress),
      maxRetries: 0,
    });
    const message = await client.messages
      .stream({
        model: "claude-test",
        max_tokens: 100,
        messages: [{ role: "user", content: "hello there" }],
      })
      .finalMessage();
    expect(message).toMatchObject({
      id: "msg_T-1_1_2_1",
      model: "claude-test",
      role: "assistant",
      stop_reason: "tool_use",
      content: [
        { type: "thinking", thinking: "think hard", signature: expect.stringMatching(/./) },
        { type: "redacted_thinking", data: "b64" },
        { type: "text", text: "Hi 😀" },
        { type: "tool_use", id: "toolu_T-1_1_2_3", name: "write", input: { path: "a.ts" } },
      ],
    });
    expect(message.usage.input_tokens).toBeGreaterThan(0);
    expect(message.usage.output_tokens).toBeGreaterThan(
      message.usage.output_tokens_details?.thinking_tokens ?? Number.NaN,
    );
  });
});

describe("a reply in one piece", () => {
  test("is the same message as the streamed one", async () => {
    const { post, observer } = mockOf(rich);
    const message = (await (await post(hello)).json()) as JsonObject;
    expect(message).toMatchObject({
      type: "message",
      stop_reason: "tool_use",
      content: [
        { type: "thinking", thinking: "think hard" },
        { type: "redacted_thinking", data: "b64" },
        { type: "text", text: "Hi 😀" },
        { type: "tool_use", name: "write", input: { path: "a.ts" } },
      ],
    });
    const inOnePiece = observer.deltas();
    const streamed = mockOf(rich);
    await (await streamed.post({ ...hello, stream: true })).text();
    expect(inOnePiece).toEqual(streamed.observer.deltas());
    expect(observer.types()).toEqual(["request", "sent", "ended"]);
  });

  test("that is cut is no JSON", async () => {
    const response = await mockOf(rich, { type: "cut", afterEvents: 5 }).post(hello);
    expect(await response.json().catch(() => "broken")).toBe("broken");
  });

  test("answers an error event with a status", async () => {
    const response = await mockOf(rich, { type: "error-event", afterEvents: 5 }).post(hello);
    expect(response.status).toBe(529);
  });
});

describe("counting tokens", () => {
  test("answers what a reply's usage then reports as input", async () => {
    const { post } = mockOf(rich);
    const tools = [{ name: "write", input_schema: { type: "object" } }];
    const asked = { ...counted, system: "be brief", tools };
    const body = { ...asked, max_tokens: 1 };
    const count = (await (await post(asked, "/v1/messages/count_tokens")).json()) as JsonObject;
    const message = (await (await post(body)).json()) as JsonObject;
    expect(Number(count.input_tokens)).toBeGreaterThan(0);
    expect(message.usage).toMatchObject({ input_tokens: count.input_tokens });
  });

  test("uses up no scripted reply", async () => {
    const source = alwaysReply(rich);
    const observer = recording();
    const mock = createMockProvider({ source, pacer: immediatePacer, observer, nowMs: () => 0 });
    await mock.fetch(`${origin}/v1/messages/count_tokens`, {
      method: "POST",
      headers: anthropicHeaders,
      body: JSON.stringify(counted),
    });
    expect(source.requests).toEqual([]);
    expect(observer.types()).toEqual(["request"]);
  });
});

test("a marked prefix is written to the prompt cache, and read the next time", async () => {
  const { post } = mockOf(rich);
  const system = [
    { type: "text", text: "rules ".repeat(1_000), cache_control: { type: "ephemeral" } },
  ];
  const first = (await (await post({ ...hello, system })).json()) as JsonObject;
  const second = (await (await post({ ...hello, system })).json()) as JsonObject;
  const { cache_creation_input_tokens: written } = first.usage as JsonObject;
  expect(Number(written)).toBeGreaterThan(1_024);
  expect(second.usage).toMatchObject({
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: written,
  });
});

test("the next turn of a conversation reads what the last one wrote, though its mark moved on", async () => {
  const { post } = mockOf(rich);
  const block = (text: string) => ({ type: "text", text });
  const marked = (text: string) => ({ ...block(text), cache_control: { type: "ephemeral" } });
  const words = "words ".repeat(1_000);
  const turn = async (...contents: readonly JsonObject[]) => {
    const messages = contents.map((content) => ({ role: "user", content: [content] }));
    const message = (await (await post({ ...hello, messages })).json()) as JsonObject;
    return message.usage as JsonObject;
  };
  const first = await turn(marked(words));
  const second = await turn(block(words), block("reply"), marked("more"));
  expect(Number(first.cache_creation_input_tokens)).toBeGreaterThan(1_024);
  expect(second.cache_read_input_tokens).toBe(first.cache_creation_input_tokens ?? 0);
});

describe("headers", () => {
  test("every response has its id and the rate limits", async () => {
    const { headers } = await mockOf(rich).post(hello);
    expect(headers.get("request-id")).toBe("req_T-1_1_2_1");
    for (const limit of ["requests", "tokens", "input-tokens", "output-tokens"]) {
      expect(Number(headers.get(`anthropic-ratelimit-${limit}-limit`))).toBeGreaterThan(0);
      expect(Number(headers.get(`anthropic-ratelimit-${limit}-remaining`))).toBeGreaterThan(0);
      expect(headers.get(`anthropic-ratelimit-${limit}-reset`)).toBe("2026-01-01T00:01:00Z");
    }
  });

  test("429 says how long to wait, in both spellings, and that nothing is left", async () => {
    const fault = { type: "status", status: 429, retryAfterMs: 1_500, shouldRetry: true } as const;
    const { headers } = await mockOf(rich, fault).post(hello);
    expect(headers.get("retry-after")).toBe("2");
    expect(headers.get("retry-after-ms")).toBe("1500");
    expect(headers.get("x-should-retry")).toBe("true");
    expect(headers.get("anthropic-ratelimit-requests-remaining")).toBe("0");
  });
});

test.each([
  [400, "invalid_request_error", /./],
  [401, "authentication_error", /^invalid x-api-key$/],
  [403, "permission_error", /./],
  [404, "not_found_error", /^model: claude-test$/],
  [413, "request_too_large", /^Request exceeds the maximum size$/],
  [
    429,
    "rate_limit_error",
    /^This request would exceed your organization's rate limit of 2,000,000 input tokens per minute \(org: [-0]{36}, model: claude-test\)\. For details, refer to: /,
  ],
  [500, "api_error", /^Internal server error$/],
  [529, "overloaded_error", /^Overloaded$/],
])("status %d is an error of type %s, in the API's words", async (status, type, message) => {
  const fault = { type: "status", status, retryAfterMs: null, shouldRetry: null } as const;
  const { post, observer } = mockOf(rich, fault);
  const response = await post(hello);
  expect(response.status).toBe(status);
  expect(response.headers.has("x-should-retry")).toBe(false);
  const error = { type, message: expect.stringMatching(message) };
  // What is too large does not come as far as the API, whose errors have a frame.
  const frame = status === 413 ? {} : { type: "error", request_id: "req_T-1_1_2_1" };
  expect(await response.json()).toEqual({ ...frame, error });
  expect(observer.types()).toEqual(["request", "ended"]);
});

describe("models", () => {
  const open = () =>
    createMockProvider({
      source: alwaysReply(rich),
      pacer: immediatePacer,
      observer: recording(),
      nowMs: () => 0,
      models: claudeModels(["claude-opus-5", "house-model"]),
    });

  test("are listed, and told of one by one, as the SDK reads them", async () => {
    const client = new Anthropic({ apiKey: "key", baseURL: origin, fetch: open().fetch });
    const ids = [];
    for await (const model of client.models.list()) ids.push(model.id);
    expect(ids).toEqual(["claude-opus-5", "house-model"]);
    expect(await client.models.retrieve("claude-opus-5")).toMatchObject({
      type: "model",
      line: "opus",
    });
  });

  test("tell how much they take and say, where that is known", async () => {
    const client = new Anthropic({ apiKey: "key", baseURL: origin, fetch: open().fetch });
    expect(await client.models.retrieve("claude-opus-5")).toMatchObject({
      max_input_tokens: 1_000_000,
      max_tokens: 128_000,
    });
    expect(await client.models.retrieve("house-model")).toMatchObject({
      max_input_tokens: null,
      max_tokens: null,
    });
  });

  test("that nobody has are not found, by the name that was asked for", async () => {
    const client = new Anthropic({ apiKey: "key", baseURL: origin, fetch: open().fetch });
    const messages = [{ role: "user" as const, content: "hi" }];
    const refused = client.messages.create({ model: "gpt-9", max_tokens: 9, messages });
    expect(await refused.catch((error: unknown) => error)).toMatchObject({
      status: 404,
      error: { error: { type: "not_found_error", message: "model: gpt-9" } },
    });
    for (const model of ["claude-anything-7", "house-model"])
      expect(await client.messages.create({ model, max_tokens: 9, messages })).toMatchObject({
        model,
      });
  });
});

test("no room for output at all warms the prompt cache, and uses up no reply", async () => {
  const source = alwaysReply(rich);
  const { fetch } = createMockProvider({
    source,
    pacer: immediatePacer,
    observer: recording(),
    nowMs: () => 0,
  });
  const client = new Anthropic({ apiKey: "key", baseURL: origin, fetch });
  const ask = (maxTokens: number) =>
    client.messages.create({
      model: "claude-test",
      max_tokens: maxTokens,
      cache_control: { type: "ephemeral", ttl: "1h" },
      messages: [{ role: "user", content: "words ".repeat(1_000) }],
    });
  const warm = await ask(0);
  expect(warm).toMatchObject({
    content: [],
    stop_reason: "max_tokens",
    usage: { output_tokens: 0 },
  });
  expect(warm.usage.cache_creation?.ephemeral_1h_input_tokens).toBeGreaterThan(1_024);
  expect(source.requests).toEqual([]);
  expect((await ask(9)).usage.cache_read_input_tokens).toBe(warm.usage.cache_creation_input_tokens);
});

test("a path of this API that is asked in another way is refused", async () => {
  const { fetch } = mockOf(rich);
  const response = await fetch(`${origin}/v1/messages`, { headers: anthropicHeaders });
  expect(response.status).toBe(405);
});
