import { describe, expect, test } from "bun:test";
import type { ChatCompletion, ChatCompletionChunk } from "openai/resources/chat/completions";
import type { JsonObject } from "../../../../src/core/json.ts";
import type { StopReason } from "../../../../src/core/reply/delta.ts";
import { dataOf, openaiMock, rich } from "../../openai/mock.ts";
import { replyOf } from "../../reply-of.ts";

const path = "/chat/completions";
const hello = {
  model: "gpt-test",
  messages: [{ role: "user", content: "hello" }],
} satisfies JsonObject;
const streamed = { ...hello, stream: true, stream_options: { include_usage: true } };
const text = (words: string) => ({ type: "text", text: words }) as const;

async function chunksOf(mock: ReturnType<typeof openaiMock>, body: JsonObject = streamed) {
  const data = dataOf(await (await mock.post(path, body)).text());
  expect(data.at(-1)).toBe("[DONE]");
  return data.slice(0, -1).map((json) => JSON.parse(json) as ChatCompletionChunk);
}

describe("a streamed completion", () => {
  test("opens with the role, tells piece by piece, and ends with its reason and its usage", async () => {
    const chunks = await chunksOf(openaiMock(rich));
    const deltas = chunks.map(({ choices: [choice] }) => choice?.delta);
    expect(deltas[0]).toEqual({ role: "assistant", content: "", refusal: null });
    expect(deltas.slice(1, 7)).toEqual([
      { reasoning_content: "thin" },
      { reasoning_content: "k ha" },
      { reasoning_content: "rd" },
      { content: "Hi 😀" },
      {
        tool_calls: [
          {
            index: 0,
            id: "call_T-1_1_2_3",
            type: "function",
            function: { name: "write", arguments: "" },
          },
        ],
      },
      { tool_calls: [{ index: 0, function: { arguments: '{"pa' } }] },
    ] as unknown as typeof deltas);
    expect(deltas.at(-2)).toEqual({});
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("tool_calls");
    expect(chunks.at(-1)?.choices).toEqual([]);
    expect(chunks.at(-1)?.usage?.total_tokens).toBeGreaterThan(0);
    expect(chunks.slice(0, -1).map(({ usage }) => usage)).toEqual(
      chunks.slice(0, -1).map(() => null),
    );
    for (const chunk of chunks)
      expect(chunk).toMatchObject({
        id: "chatcmpl-T-1_1_2_1",
        object: "chat.completion.chunk",
        model: "gpt-test",
        created: Date.UTC(2026, 0, 1) / 1_000,
      });
  });

  test("tells no usage to whoever did not ask", async () => {
    const mock = openaiMock(rich);
    const chunks = await chunksOf(mock, { ...hello, stream: true });
    expect(chunks.every((chunk) => !("usage" in chunk))).toBe(true);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe("tool_calls");
    expect(mock.observer.usages()).toEqual([]);
  });

  test("adds up to the same message in the client's own helper as in one piece", async () => {
    const { client } = openaiMock(rich);
    const whole = await client.chat.completions.create({ ...hello, messages: [...messages] });
    const { choices, usage } = await client.chat.completions
      .stream({ ...hello, messages: [...messages], stream_options: { include_usage: true } })
      .finalChatCompletion();
    expect(choices[0]?.message.content).toBe("Hi 😀");
    expect(choices[0]?.message.tool_calls).toMatchObject(
      (whole.choices[0]?.message.tool_calls ?? []) as object[],
    );
    expect(choices[0]?.finish_reason).toBe("tool_calls");
    expect(usage?.completion_tokens).toBe(whole.usage?.completion_tokens ?? -1);
  });

  test("is cut off wherever a fault says, and never whole", async () => {
    for (const afterEvents of [0, 1, 5, 1_000]) {
      const { post } = openaiMock(rich, { type: "cut", afterEvents });
      const body = await (await post(path, streamed)).text();
      expect(body).not.toContain("[DONE]");
    }
  });

  test("throws in the client where an error comes midway", async () => {
    const { client } = openaiMock(rich, { type: "error-event", afterEvents: 3 });
    const stream = await client.chat.completions.create({
      ...hello,
      messages: [...messages],
      stream: true,
    });
    const read = async () => {
      let count = 0;
      for await (const _chunk of stream) count += 1;
      return count;
    };
    const error = await read().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "server_is_overloaded" });
  });
});

const messages = [{ role: "user", content: "hello" }] as const;

describe("a completion in one piece", () => {
  const whole = async (mock: ReturnType<typeof openaiMock>, changes: JsonObject = {}) =>
    (await (await mock.post(path, { ...hello, ...changes })).json()) as ChatCompletion;

  test("has its calls, and usage with what was cached and thought", async () => {
    const usage = {
      inputTokens: 7,
      outputTokens: 30,
      thinkingTokens: 20,
      cacheReadTokens: 5,
      cacheWriteTokens: 2,
    };
    const completion = await whole(openaiMock({ ...rich, usage }));
    expect(completion.choices[0]?.message).toMatchObject({
      role: "assistant",
      content: "Hi 😀",
      refusal: null,
      tool_calls: [
        { id: "call_T-1_1_2_3", type: "function", function: { name: "write" } },
        { id: "call_T-1_1_2_4", type: "function", function: { name: "read" } },
      ],
    });
    expect(completion.usage).toMatchObject({
      prompt_tokens: 14,
      completion_tokens: 30,
      total_tokens: 44,
      prompt_tokens_details: { cached_tokens: 5, cache_write_tokens: 2 },
      completion_tokens_details: { reasoning_tokens: 20 },
    });
  });

  test("that only calls has no content", async () => {
    const reply = replyOf([{ type: "tool-use", tool: "ls", input: {}, callId: "mine" }]);
    expect((await whole(openaiMock(reply))).choices[0]?.message).toMatchObject({
      content: null,
      tool_calls: [{ id: "mine", function: { name: "ls", arguments: "{}" } }],
    });
  });

  test("refuses in a member of its own where a schema was asked for, else by a filter", async () => {
    const mock = () => openaiMock(replyOf([text("I will not")]), { type: "refusal" });
    const filtered = (await whole(mock())).choices[0];
    expect(filtered).toMatchObject({ finish_reason: "content_filter" });
    expect(filtered?.message).toMatchObject({ content: "I wil", refusal: null });
    const format = { type: "json_schema", json_schema: { name: "x", schema: {} } };
    const refused = (await whole(mock(), { response_format: format })).choices[0];
    expect(refused).toMatchObject({ finish_reason: "stop" });
    expect(refused?.message).toMatchObject({ content: null, refusal: "I wil" });
  });
});

/** Each finish reason of the client's types, and whose it is; a new one does not compile here. */
const finishes: Readonly<
  Record<Exclude<ChatCompletion.Choice["finish_reason"], "function_call">, StopReason>
> = {
  stop: "end-turn",
  length: "max-tokens",
  tool_calls: "tool-use",
  content_filter: "refusal",
};

test.each(Object.entries(finishes))("a reply finishes with %s", async (wire, stopReason) => {
  const { client } = openaiMock(replyOf([text("so")], { stopReason }));
  const completion = await client.chat.completions.create({ ...hello, messages: [...messages] });
  expect<string | undefined>(completion.choices[0]?.finish_reason).toBe(wire);
});
