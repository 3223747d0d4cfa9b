import { describe, expect, test } from "bun:test";
import type { JsonObject } from "../../../src/core/json.ts";
import { createMockProvider } from "../../../src/mock-provider/mock-provider.ts";
import { immediatePacer } from "../../../src/mock-provider/sending/pacer.ts";
import { recording } from "../recording.ts";
import { base, openaiMock, rich } from "./mock.ts";

const chat: JsonObject = { model: "gpt-test", messages: [{ role: "user", content: "hello" }] };
const responses: JsonObject = { model: "gpt-test", input: "hello" };

describe.each([
  ["/chat/completions", "openai-chat", chat],
  ["/responses", "openai-responses", responses],
] as const)("POST %s", (path, wire, body) => {
  test("is asked of the script with its address and its own name", async () => {
    const { post, source } = openaiMock(rich);
    expect((await post(path, body)).status).toBe(200);
    expect(source.requests).toMatchObject([
      { wire, path: `/v1${path}`, body, address: { turn: 2 }, retryCount: 0 },
    ]);
  });

  test.each([
    [400, 400, "invalid_request_error", null],
    [401, 401, "invalid_request_error", "invalid_api_key"],
    [403, 403, "request_forbidden", "unsupported_country_region_territory"],
    [404, 404, "invalid_request_error", "model_not_found"],
    [413, 413, "invalid_request_error", "request_too_large"],
    [429, 429, "requests", "rate_limit_exceeded"],
    [500, 500, "server_error", null],
    [503, 503, "service_unavailable_error", "server_is_overloaded"],
    // Another provider's overload is this one's 503.
    [529, 503, "service_unavailable_error", "server_is_overloaded"],
  ])("answers a scripted %d with %d and an error of type %s", async (status, own, type, code) => {
    const fault = { type: "status", status, retryAfterMs: null, shouldRetry: null } as const;
    const { post, observer } = openaiMock(rich, fault);
    const response = await post(path, body);
    expect(response.status).toBe(own);
    expect(response.headers.has("x-should-retry")).toBe(false);
    expect(await response.json()).toEqual({
      error: { type, code, param: null, message: expect.stringMatching(/./) },
    });
    expect(observer.types()).toEqual(["request", "ended"]);
  });

  test.each([
    [
      401,
      "Incorrect API key provided: sk-not-a*****-key. You can find your API key at https://platform.openai.com/account/api-keys.",
    ],
    [404, "The model `gpt-test` does not exist or you do not have access to it."],
    [
      429,
      "Rate limit reached for gpt-test in organization org-rehearsal on requests per min (RPM): Limit 10000, Used 10000, Requested 1. Please try again in 1.5s. Visit https://platform.openai.com/account/rate-limits to learn more.",
    ],
    [500, "The server had an error while processing your request. Sorry about that!"],
    [503, "Our servers are currently overloaded. Please try again later."],
  ])("answers a scripted %d in the API's words", async (status, message) => {
    const fault = { type: "status", status, retryAfterMs: 1_500, shouldRetry: null } as const;
    const { fetch } = openaiMock(rich, fault);
    const headers = { authorization: "Bearer sk-not-a-real-key" };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    const response = await fetch(base + path, init);
    expect(await response.json()).toMatchObject({ error: { message } });
  });

  test("shows nothing of a short key", async () => {
    const fault = { type: "status", status: 401, retryAfterMs: null, shouldRetry: null } as const;
    const { error } = (await (await openaiMock(rich, fault).post(path, body)).json()) as {
      error: JsonObject;
    };
    expect(error.message).toMatch(/^Incorrect API key provided: \*{4}\. /);
  });

  test("tells its request's id and the rate limits; and 429, how long to wait", async () => {
    const well = await openaiMock(rich).post(path, body);
    expect(well.headers.get("x-request-id")).toBe("req_T-1_1_2_1");
    expect(Number(well.headers.get("x-ratelimit-remaining-tokens"))).toBeGreaterThan(0);
    const fault = { type: "status", status: 429, retryAfterMs: 1_500, shouldRetry: true } as const;
    const { headers } = await openaiMock(rich, fault).post(path, body);
    expect(headers.get("retry-after")).toBe("2");
    expect(headers.get("retry-after-ms")).toBe("1500");
    expect(headers.get("x-should-retry")).toBe("true");
    expect(headers.get("x-ratelimit-remaining-requests")).toBe("0");
    expect(headers.get("x-ratelimit-limit-requests")).toMatch(/^\d+$/);
  });

  test("without a key is 401, and with Azure's header it is not", async () => {
    const { fetch, observer } = openaiMock(rich);
    const init = { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(base + path, init);
    expect(response.status).toBe(401);
    const message = {
      "openai-chat": /^You didn't provide an API key\. You need to provide your API key in an /,
      "openai-responses": /^Missing bearer or basic authentication in header$/,
    }[wire];
    expect(await response.json()).toMatchObject({
      error: { type: "invalid_request_error", message: expect.stringMatching(message) },
    });
    expect(observer.types()).toEqual(["refused"]);
    const azure = await fetch(base + path, { ...init, headers: { "api-key": "key" } });
    expect(azure.status).toBe(200);
  });

  test.each(["", "{", "[]", "1", "null"])("with the body %j is 400", async (text) => {
    const { fetch, observer } = openaiMock(rich);
    const headers = { authorization: "Bearer key" };
    const response = await fetch(base + path, { method: "POST", headers, body: text });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: {
        message: expect.stringMatching(
          /^We could not parse the JSON body of your request\. \(HINT: /,
        ),
        code: null,
      },
    });
    expect(response.headers.get("x-should-retry")).toBe("false");
    expect(observer.types()).toEqual(["refused"]);
  });

  test("that no reply is meant for is refused with the reason, and is not to be retried", async () => {
    const observer = recording();
    const { fetch } = createMockProvider({
      source: { next: () => ({ type: "none", message: "nothing fits" }) },
      pacer: immediatePacer,
      observer,
      nowMs: () => 0,
    });
    const headers = { authorization: "Bearer key" };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    const response = await fetch(base + path, init);
    expect(response.status).toBe(400);
    expect(response.headers.get("x-should-retry")).toBe("false");
    expect(await response.json()).toMatchObject({ error: { message: "nothing fits" } });
    expect(observer.types()).toEqual(["request", "refused"]);
  });

  test("reads a prompt that it has seen from its cache, in steps of 128 tokens", async () => {
    const { post, observer } = openaiMock(rich);
    const long = "words ".repeat(2_000);
    const asked = path === "/responses" ? { ...body, input: long } : withMessage(long);
    await (await post(path, asked)).text();
    await (await post(path, asked)).text();
    const [first, second] = observer.usages();
    expect(first).toMatchObject({ cacheReadTokens: 0, cacheWriteTokens: 0 });
    expect(second?.cacheReadTokens).toBeGreaterThan(1_024);
    expect((second?.cacheReadTokens ?? 1) % 128).toBe(0);
    expect((second?.inputTokens ?? 0) + (second?.cacheReadTokens ?? 0)).toBe(
      first?.inputTokens ?? -1,
    );
  });

  test("in one piece says what a stream says", async () => {
    const whole = openaiMock(rich);
    await (await whole.post(path, body)).text();
    const streamed = openaiMock(rich);
    await (await streamed.post(path, { ...body, stream: true })).text();
    expect(whole.observer.deltas()).toEqual(streamed.observer.deltas());
    expect(whole.observer.types()).toEqual(["request", "sent", "ended"]);
  });

  test("in one piece answers an error event with a status, and a cut with no JSON", async () => {
    const error = openaiMock(rich, { type: "error-event", afterEvents: 3 });
    expect((await error.post(path, body)).status).toBe(503);
    const cut = await openaiMock(rich, { type: "cut", afterEvents: 3 }).post(path, body);
    expect(await cut.json().catch(() => "broken")).toBe("broken");
  });

  test("refuses a connection as `fetch` does", async () => {
    const { post } = openaiMock(rich, { type: "connection-refused" });
    const error = await post(path, body).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "ConnectionRefused" });
  });
});

const withMessage = (content: string): JsonObject => ({
  ...chat,
  messages: [{ role: "user", content }],
});

describe("GET /models", () => {
  test("lists a model, and knows every model by its name", async () => {
    const { client } = openaiMock(rich);
    const list = await client.models.list();
    expect(list.data.map(({ object }) => object)).toEqual(["model"]);
    expect(await client.models.retrieve("org/gpt-test")).toMatchObject({
      id: "org/gpt-test",
      object: "model",
    });
  });

  test("wants a key as well", async () => {
    const { fetch } = openaiMock(rich);
    expect((await fetch(`${base}/models`)).status).toBe(401);
  });
});
