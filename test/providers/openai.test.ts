import { afterEach, describe, expect, test } from "bun:test";
import { realClock } from "../../src/clock/real-clock.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { addressHeader, decodeAddress } from "../../src/core/words/address-header.ts";
import { type OpenaiOptions, openaiProvider } from "../../src/providers/openai.ts";
import { workerAddress } from "../mock-provider/reply-of.ts";
import { providerConformance } from "./conformance.ts";
import { collect, inputOf, requestOf, textOf } from "./provider-fixture.ts";

const apiKey = "sk-test-0123456789";
const baseURL = "http://mock.invalid/v1";
const clock = realClock;

providerConformance(
  "openai",
  (fetchFor) => openaiProvider({ apiKey, baseURL, fetchFor, clock }),
  // Chat Completions has neither signatures nor hidden thoughts, and does not number blocks.
  { thoughts: "plain", blocks: "counted", end: "twice" },
);

/** A server that answers each request as told, and keeps what it was sent. */
function stub(answer: () => Response | Promise<Response>, options: Partial<OpenaiOptions> = {}) {
  const requests: Request[] = [];
  const call = async (input: string | URL | Request, init?: RequestInit) => {
    requests.push(new Request(String(input), init));
    return await answer();
  };
  const provider = openaiProvider({
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

const error = (status: number, body: unknown, headers = {}) =>
  Response.json({ error: body }, { status, headers });
const stream = (...chunks: readonly JsonObject[]) =>
  new Response(
    [...chunks.map((chunk) => JSON.stringify(chunk)), "[DONE]"]
      .map((data) => `data: ${data}\n\n`)
      .join(""),
    { headers: { "content-type": "text/event-stream" } },
  );
const says = (delta: JsonObject, finish: string | null = null): JsonObject => ({
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const stop = says({}, "stop");
const usage: JsonObject = { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 };

const outcomeOf = (...chunks: readonly JsonObject[]) => stub(() => stream(...chunks)).run();

describe("what is sent", () => {
  const variables = ["OPENAI_ORG_ID", "OPENAI_PROJECT_ID"] as const;
  afterEach(() => {
    for (const variable of variables) delete process.env[variable];
  });

  test("goes to Chat Completions, once, with the key in a header only", async () => {
    const { run, requests } = stub(() => error(500, { message: "no" }));
    await run();
    expect(requests).toHaveLength(1);
    expect(requests[0]?.url).toBe(`${baseURL}/chat/completions`);
    expect(requests[0]?.headers.get("authorization")).toBe(`Bearer ${apiKey}`);
    expect(await requests[0]?.text()).not.toContain(apiKey);
  });

  test("needs no key where the server wants none", async () => {
    const { run } = stub(() => stream(says({ content: "hi" }), stop), { apiKey: null });
    expect((await run()).last).toEqual({ type: "completed", stopReason: "end-turn" });
  });

  test("tells the address to a mock on loopback, where asked, and to nobody else", async () => {
    const shown = async (options: Partial<OpenaiOptions>) => {
      const { run, requests } = stub(() => error(400, { message: "y" }), options);
      await run();
      return requests[0]?.headers.get(addressHeader) ?? null;
    };
    const header = await shown({ baseURL: "http://127.0.0.1:1234/v1", sendAddress: true });
    expect(decodeAddress(header ?? "")).toEqual(workerAddress);
    expect(await shown({ baseURL: "http://localhost:1234/v1" })).toBeNull();
    expect(await shown({ baseURL: "https://localhost.example.com", sendAddress: true })).toBeNull();
  });

  test("tells OpenAI, and no stranger, whose organisation it is", async () => {
    for (const variable of variables) process.env[variable] = "org";
    const shown = async (where: string) => {
      const { run, requests } = stub(() => error(400, { message: "y" }), { baseURL: where });
      await run();
      return requests[0]?.headers.get("openai-organization") ?? null;
    };
    expect(await shown("https://api.openai.com/v1")).toBe("org");
    expect(await shown("https://api.example.com/v1")).toBeNull();
  });
});

describe("what fails before a stream", () => {
  const failure = async (answer: () => Response | Promise<Response>) => {
    const { last } = await stub(answer).run();
    return last?.type === "failed" ? last.failure : null;
  };

  test.each([
    [400, { code: "context_length_exceeded", message: "too long" }, "context-exceeded"],
    [400, { message: "This model's maximum context length is 8192 tokens." }, "context-exceeded"],
    [
      400,
      { code: 400, message: "the request exceeds the available context size" },
      "context-exceeded",
    ],
    [400, { code: "content_filter", message: "filtered" }, "refusal"],
    [429, { code: "rate_limit_exceeded", message: "Rate limit reached" }, "rate-limited"],
    [
      429,
      { code: "rate_limit_exceeded", message: "Request too large for m: Limit 1" },
      "too-large",
    ],
    [503, { message: "busy" }, "overloaded"],
    [404, { code: "model_not_found", message: "no such model" }, "not-found"],
    [402, { message: "Insufficient Balance" }, "permission"],
    [502, "<html>", "server-error"],
    [422, null, "invalid-request"],
  ])("as %d %j is `%s`", async (status, body, code) => {
    expect(await failure(() => error(status, body))).toMatchObject({ code });
  });

  test("because no money is left is not tried again, though it is a 429", async () => {
    const body = { code: "insufficient_quota", type: "insufficient_quota", message: "no money" };
    expect(await failure(() => error(429, body, { "x-should-retry": "true" }))).toMatchObject({
      code: "permission",
      shouldRetry: false,
    });
  });

  test("says what the server said, without the key or a terminal's control sequences", async () => {
    const message = `bad key ${apiKey} \u001b[31mred`;
    const shown = await failure(() => error(401, { message }, { "x-request-id": "req_1" }));
    expect(shown).toMatchObject({ code: "authentication" });
    expect(shown?.message).toContain("bad key [api key]");
    expect(shown?.message).toContain("(HTTP 401, req_1, http://mock.invalid/v1/chat/completions)");
    expect(shown?.message).not.toContain("\u001b");
  });

  test("carries how long to wait", async () => {
    const shown = await failure(() => error(429, { message: "slow" }, { "retry-after": "3" }));
    expect(shown).toMatchObject({ code: "rate-limited", retryAfterMs: 3_000 });
  });

  test("is a failure, not a throw, where `fetch` throws or the options make no client", async () => {
    const thrown = await failure(() => {
      throw new Error(`boom ${apiKey}`);
    });
    expect(thrown).toMatchObject({ code: "connection-failed" });
    expect(thrown?.message).toContain("boom [api key]");
    const { last } = await stub(() => stream(), { baseURL: "no url" }).run();
    expect(last?.type).toBe("failed");
  });
});

describe("what fails within a stream", () => {
  test.each([
    [{ message: "busy", code: "server_is_overloaded" }, "overloaded"],
    [{ message: "slow", type: "rate_limit_error" }, "rate-limited"],
    [{ message: "oops", type: "server_error" }, "stream-error"],
    [{ message: "new", type: "something_new" }, "stream-error"],
  ])("as %j is `%s`", async (body, code) => {
    const { last, deltas } = await outcomeOf(says({ content: "so far" }), { error: body });
    expect(last).toMatchObject({ type: "failed", failure: { code, message: body.message } });
    expect(textOf(deltas)).toBe("so far");
  });

  test.each([
    ["insufficient_system_resource", "overloaded"],
    ["error", "stream-error"],
  ])("as the finish reason %s is `%s`", async (finish, code) => {
    expect((await outcomeOf(says({}, finish))).last).toMatchObject({ failure: { code } });
  });

  test("as a stream that never finished is `stream-cut`", async () => {
    for (const chunk of [says({ content: "hi" }), says({ content: "hi" }, ""), { choices: 1 }]) {
      const body = `data: ${JSON.stringify(chunk)}\n\n`;
      expect((await stub(() => new Response(body)).run()).last).toMatchObject({
        failure: { code: "stream-cut", message: expect.stringContaining("finish reason") },
      });
    }
  });
});

describe("what is read", () => {
  test("is a whole reply by its sentinel or its finish reason, with or without its usage", async () => {
    expect((await outcomeOf(says({ content: "hi" }))).last?.type).toBe("completed");
    expect((await outcomeOf({ ...stop, usage: null })).last?.type).toBe("completed");
  });

  const usagesOf = async (...chunks: readonly JsonObject[]) =>
    (await outcomeOf(...chunks)).events.flatMap((event) =>
      event.type === "usage" ? [event.usage] : [],
    );

  test("reports no usage where the server tells none", async () => {
    expect((await outcomeOf(stop)).events).toEqual([{ type: "completed", stopReason: "end-turn" }]);
    expect(await usagesOf({ ...stop, usage: {} })).toEqual([]);
  });

  test.each<[string, JsonObject, JsonObject]>([
    ["without details", usage, { inputTokens: 9, outputTokens: 4, cacheReadTokens: 0 }],
    [
      "with what was cached, which is no input then",
      { ...usage, prompt_tokens_details: { cached_tokens: 6, cache_write_tokens: 1 } },
      { inputTokens: 2, cacheReadTokens: 6, cacheWriteTokens: 1 },
    ],
    [
      "with what was cached by DeepSeek's name",
      { ...usage, prompt_cache_hit_tokens: 6 },
      { inputTokens: 3, cacheReadTokens: 6 },
    ],
    [
      "with thoughts, which are output",
      { ...usage, completion_tokens_details: { reasoning_tokens: 3 } },
      { outputTokens: 4, thinkingTokens: 3 },
    ],
    [
      "with thoughts that only the total counts",
      { ...usage, total_tokens: 20 },
      { inputTokens: 9, outputTokens: 11 },
    ],
    [
      "with more cached than was asked, which lies beside it, and counts in digits or none",
      { prompt_tokens: 9, completion_tokens: "4", prompt_cache_hit_tokens: 99, total_tokens: -1 },
      { inputTokens: 9, outputTokens: 4, cacheReadTokens: 99 },
    ],
  ])("counts tokens %s", async (_what, shown, counted) => {
    expect(await usagesOf({ choices: [], usage: shown })).toMatchObject([counted]);
    expect(await usagesOf({ choices: [{ delta: {}, usage: shown }] })).toMatchObject([counted]);
  });

  test.each([
    ["reasoning_content", {}],
    ["reasoning", { member: "reasoning" }],
  ])("has thoughts from %s", async (member, named) => {
    const { deltas } = await outcomeOf(says({ [member]: "hm" }), says({ content: "so" }), stop);
    expect(deltas).toEqual([
      { type: "thinking", block: 0, text: "hm", ...named },
      { type: "text", block: 1, text: "so" },
    ]);
  });

  const piece = (index: number | null, args: unknown, id?: string): JsonObject =>
    says({
      tool_calls: [
        {
          ...(index !== null && { index }),
          ...(id !== undefined && { id, type: "function" }),
          function: {
            ...(id !== undefined && { name: `tool-${id}` }),
            arguments: args,
          } as JsonObject,
        },
      ],
    });

  test("tells calls apart whose pieces come in turns", async () => {
    const { deltas } = await outcomeOf(
      says({ content: "I do." }),
      piece(0, "", "a"),
      piece(1, "", "b"),
      piece(0, '{"x":'),
      piece(1, '{"y":'),
      piece(0, "1}"),
      piece(1, "2}"),
      stop,
    );
    expect([inputOf(deltas, 1), inputOf(deltas, 2)]).toEqual(['{"x":1}', '{"y":2}']);
    expect(deltas.filter(({ type }) => type === "tool-use")).toEqual([
      { type: "tool-use", block: 1, callId: "a", tool: "tool-a" },
      { type: "tool-use", block: 2, callId: "b", tool: "tool-b" },
    ]);
  });

  test("tells calls apart that have one index or none, and repeats of one id together", async () => {
    for (const index of [0, null]) {
      const { deltas } = await outcomeOf(
        piece(index, '{"x":1}', "a"),
        piece(index, '{"y":', "b"),
        piece(index, "2}", "b"),
        stop,
      );
      expect([inputOf(deltas, 0), inputOf(deltas, 1)]).toEqual(['{"x":1}', '{"y":2}']);
    }
  });

  test("gives a call an id where the server gave none, and takes arguments that are no text", async () => {
    const { deltas } = await outcomeOf(piece(0, { x: 1 }, ""), stop);
    expect(deltas).toEqual([
      { type: "tool-use", block: 0, callId: expect.stringMatching(/^[a-z0-9]{9}$/), tool: "tool-" },
      { type: "tool-input", block: 0, json: '{"x":1}' },
    ]);
  });

  test("passes over choices and members that nobody asked for", async () => {
    const other = { choices: [{ index: 1, delta: { content: "no" }, finish_reason: "stop" }] };
    const { deltas } = await outcomeOf(
      { choices: [], prompt_filter_results: [] },
      other,
      says({ content: null, novelty: 1 }),
      says({ content: "yes" }),
      stop,
    );
    expect(textOf(deltas)).toBe("yes");
  });

  test.each([
    ["stop", "end-turn"],
    ["length", "max-tokens"],
    ["tool_calls", "tool-use"],
    ["function_call", "tool-use"],
    ["content_filter", "refusal"],
    ["something_new", "unknown"],
  ] as const)("calls %s `%s`", async (finish, stopReason) => {
    expect((await outcomeOf(says({}, finish))).last).toEqual({ type: "completed", stopReason });
  });

  test("is a refusal where the words say so, whatever the finish reason", async () => {
    const { deltas, last } = await outcomeOf(says({ refusal: "I can't." }), stop);
    expect(textOf(deltas)).toBe("I can't.");
    expect(last).toEqual({ type: "completed", stopReason: "refusal" });
  });
});
