import { describe, expect, test } from "bun:test";
import { realClock } from "../../src/clock/real-clock.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { addressHeader, decodeAddress } from "../../src/core/words/address-header.ts";
import { anthropicProvider } from "../../src/providers/anthropic.ts";
import { workerAddress } from "../mock-provider/reply-of.ts";
import { providerConformance } from "./conformance.ts";
import { collect, requestOf } from "./provider-fixture.ts";

const apiKey = "sk-test-0123456789";
const baseURL = "http://mock.invalid";
const clock = realClock;

providerConformance(
  "anthropic",
  (fetchFor) => anthropicProvider({ apiKey, baseURL, fetchFor, clock }),
  { thoughts: "signed", blocks: "numbered", end: "twice" },
);

/** An API that answers each request as told, and keeps what it was sent. */
function stub(answer: () => Response | Promise<Response>, options: object = {}) {
  const requests: Request[] = [];
  const call = async (input: string | URL | Request, init?: RequestInit) => {
    requests.push(new Request(String(input), init));
    return await answer();
  };
  const provider = anthropicProvider({
    apiKey,
    baseURL,
    fetchFor: () => Object.assign(call, { preconnect: () => {} }),
    clock,
    ...options,
  });
  const run = (changes = {}) =>
    collect(provider.stream(requestOf(changes), new AbortController().signal));
  return { run, requests };
}

const error = (status: number, type: string, message: string, headers = {}) =>
  Response.json({ type: "error", error: { type, message } }, { status, headers });
const stream = (...events: readonly JsonObject[]) =>
  new Response(
    events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(""),
    { headers: { "content-type": "text/event-stream" } },
  );

describe("what is sent", () => {
  test("goes to the Messages API, once, with the key in a header only", async () => {
    const { run, requests } = stub(() => error(500, "api_error", "no"));
    await run();
    expect(requests).toHaveLength(1);
    expect(requests[0]?.url).toBe(`${baseURL}/v1/messages`);
    const { headers } = requests[0] ?? new Request(baseURL);
    expect(headers.get("x-api-key") ?? headers.get("authorization")).toContain(apiKey);
    expect(await requests[0]?.text()).not.toContain(apiKey);
  });

  test("tells the address to a mock on loopback, where asked, and to nobody else", async () => {
    const shown = async (options: object) => {
      const { run, requests } = stub(() => error(400, "x", "y"), options);
      await run();
      return requests[0]?.headers.get(addressHeader) ?? null;
    };
    for (const host of ["localhost", "127.0.0.1", "[::1]"]) {
      const header = await shown({ baseURL: `http://${host}:1234`, sendAddress: true });
      expect(decodeAddress(header ?? "")).toEqual(workerAddress);
    }
    expect(await shown({ baseURL: "http://localhost:1234" })).toBeNull();
    expect(await shown({ baseURL: "https://localhost.example.com", sendAddress: true })).toBeNull();
    expect(await shown({ baseURL: "http://127.0.0.1.example.com", sendAddress: true })).toBeNull();
  });
});

describe("what fails before a stream", () => {
  const failure = async (response: () => Response | Promise<Response>) => {
    const { last } = await stub(response).run();
    return last?.type === "failed" ? last.failure : null;
  };

  test.each([
    "prompt is too long: 210000 tokens > 200000 maximum",
    "input length and `max_tokens` exceed context limit: 190000 + 32000 > 210000 tokens",
  ])("is `context-exceeded` where the prompt takes too much: %s", async (message) => {
    expect(await failure(() => error(400, "invalid_request_error", message))).toMatchObject({
      code: "context-exceeded",
      message: expect.stringContaining(message),
    });
  });

  test("is known by its status where a proxy answers without a type", async () => {
    expect(await failure(() => new Response("<html>", { status: 502 }))).toMatchObject({
      code: "server-error",
    });
    expect(await failure(() => new Response("", { status: 422 }))).toMatchObject({
      code: "invalid-request",
    });
  });

  test("waits for seconds, or until a date counted from the response's own", async () => {
    const retryAfter = async (headers: Record<string, string>) =>
      (await failure(() => error(429, "rate_limit_error", "slow", headers)))?.retryAfterMs;
    expect(await retryAfter({ "retry-after": "3" })).toBe(3_000);
    expect(
      await retryAfter({
        date: "Wed, 21 Oct 2026 07:28:00 GMT",
        "retry-after": "Wed, 21 Oct 2026 07:28:30 GMT",
      }),
    ).toBe(30_000);
    expect(await retryAfter({ "retry-after": "soon" })).toBeUndefined();
    expect(await retryAfter({ "retry-after-ms": "40", "retry-after": "3" })).toBe(40);
  });

  test("never quotes the key or a terminal's control sequences", async () => {
    const shown = await failure(() =>
      error(401, "authentication_error", `invalid key ${apiKey} \u001b[31mred\u001b[0m`),
    );
    expect(shown?.code).toBe("authentication");
    expect(shown?.message).not.toContain(apiKey);
    expect(shown?.message).not.toContain("\u001b");
    expect(shown?.message).toContain("invalid key");
  });

  test("is a failure, not a throw, where `fetch` throws whatever it likes", async () => {
    const shown = await failure(() => {
      throw new Error(`boom ${apiKey}`);
    });
    expect(shown?.code).toBe("connection-failed");
    expect(shown?.message).toContain("boom");
    expect(shown?.message).not.toContain(apiKey);
  });

  test("is a failure, not a throw, where the options make no client", async () => {
    const { last } = await stub(() => error(500, "x", "y"), { baseURL: "no url" }).run();
    expect(last?.type).toBe("failed");
  });
});

describe("what fails within a stream", () => {
  test.each([
    ["overloaded_error", "overloaded"],
    ["rate_limit_error", "rate-limited"],
    ["api_error", "stream-error"],
    ["something_new", "stream-error"],
  ])("as %s is `%s`", async (type, code) => {
    const { run } = stub(() => stream({ type: "error", error: { type, message: "sorry" } }));
    expect((await run()).last).toMatchObject({
      type: "failed",
      failure: { code, message: expect.stringContaining("sorry") },
    });
  });

  test("as data that is no JSON is `stream-error`", async () => {
    const { run } = stub(() => new Response("event: message_start\ndata: {oops\n\n"));
    expect((await run()).last).toMatchObject({ failure: { code: "stream-error" } });
  });

  test("as events of the wrong shape, without an end, is `stream-cut`", async () => {
    const shapes = [{ type: "content_block_delta", index: 0 }, { type: "message_start" }];
    const { run } = stub(() => stream(...shapes));
    expect((await run()).last).toMatchObject({ failure: { code: "stream-cut" } });
  });
});

describe("what is read", () => {
  const end = { type: "message_stop" };

  test("keeps a count that a later report leaves out", async () => {
    const { run } = stub(() =>
      stream(
        {
          type: "message_start",
          message: { usage: { input_tokens: 9, cache_read_input_tokens: 4, output_tokens: 1 } },
        },
        { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 6 } },
        end,
      ),
    );
    const usages = (await run()).events.flatMap((event) =>
      event.type === "usage" ? [event.usage] : [],
    );
    expect(usages).toEqual([
      {
        inputTokens: 9,
        outputTokens: 1,
        thinkingTokens: 0,
        cacheReadTokens: 4,
        cacheWriteTokens: 0,
      },
      {
        inputTokens: 9,
        outputTokens: 6,
        thinkingTokens: 0,
        cacheReadTokens: 4,
        cacheWriteTokens: 0,
      },
    ]);
  });

  test("reports no usage where the provider reported none", async () => {
    const { run } = stub(() => stream({ type: "message_start", message: {} }, end));
    expect((await run()).events.map(({ type }) => type)).toEqual(["completed"]);
  });

  test("passes over events and deltas that are newer than we are", async () => {
    const { run } = stub(() =>
      stream(
        { type: "something_new" },
        { type: "content_block_start", index: 0, content_block: { type: "novelty" } },
        { type: "content_block_delta", index: 0, delta: { type: "novel_delta" } },
        { type: "message_delta", delta: { stop_reason: "new_reason" }, usage: null },
        end,
      ),
    );
    expect((await run()).events).toEqual([{ type: "completed", stopReason: "unknown" }]);
  });

  test.each([
    ["end_turn", "end-turn"],
    ["max_tokens", "max-tokens"],
    ["stop_sequence", "stop-sequence"],
    ["tool_use", "tool-use"],
    ["pause_turn", "pause-turn"],
    ["refusal", "refusal"],
    ["model_context_window_exceeded", "context-exceeded"],
  ] as const)("calls %s `%s`", async (wire, stopReason) => {
    const { run } = stub(() =>
      stream(
        { type: "message_delta", delta: { stop_reason: wire }, usage: { output_tokens: 1 } },
        end,
      ),
    );
    expect((await run()).last).toEqual({ type: "completed", stopReason });
  });
});
