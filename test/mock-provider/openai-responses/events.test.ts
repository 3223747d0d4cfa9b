import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { ResponseStreamEvent } from "openai/resources/responses/responses";
import type { Delta } from "../../../src/core/reply/delta.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import type { SaidPart } from "../../../src/mock-provider/reply.ts";
import { dataOf, openaiMock, rich } from "../openai/mock.ts";
import { replyOf } from "../reply-of.ts";

const path = "/responses";
const hello = { model: "gpt-test", input: "hello" };
const encrypted = { include: ["reasoning.encrypted_content" as const] };
const text = (words: string): SaidPart => ({ type: "text", text: words });

type Mock = ReturnType<typeof openaiMock>;

async function eventsOf(mock: Mock, changes: JsonObject = {}) {
  const body = await (await mock.post(path, { ...hello, stream: true, ...changes })).text();
  return dataOf(body).map((json) => JSON.parse(json) as ResponseStreamEvent);
}

const typesOf = (events: readonly ResponseStreamEvent[]) => events.map(({ type }) => type);

describe("a streamed response", () => {
  test("brings the API's events in the API's order, numbered, each named like its data", async () => {
    const { post } = openaiMock(rich);
    const body = await (await post(path, { ...hello, stream: true })).text();
    const frames = body.split("\n\n");
    expect(frames.pop()).toBe("");
    const names = frames.map((frame, number) => {
      const [, name, data] = /^event: (\S+)\ndata: (.+)$/.exec(frame) ?? [];
      expect(JSON.parse(data ?? "")).toMatchObject({ type: name, sequence_number: number });
      return name;
    });
    const times = (count: number, name: string) => Array.from({ length: count }, () => name);
    const item = (...inner: readonly string[]) => [
      "response.output_item.added",
      ...inner,
      "response.output_item.done",
    ];
    const called = item(
      ...times(4, "response.function_call_arguments.delta"),
      "response.function_call_arguments.done",
    );
    expect(names).toEqual([
      "response.created",
      "response.in_progress",
      ...item(
        "response.reasoning_summary_part.added",
        ...times(3, "response.reasoning_summary_text.delta"),
        "response.reasoning_summary_text.done",
        "response.reasoning_summary_part.done",
      ),
      ...item(),
      ...item(
        "response.content_part.added",
        "response.output_text.delta",
        "response.output_text.done",
        "response.content_part.done",
      ),
      ...called,
      ...called,
      "response.completed",
    ]);
  });

  test("adds up to the same response in the client's own helper as in one piece", async () => {
    const { client } = openaiMock(rich);
    const final = await client.responses.stream({ ...hello, ...encrypted }).finalResponse();
    const whole = await client.responses.create({ ...hello, ...encrypted });
    expect<unknown>(final.output.map(withoutParsed)).toEqual(whole.output);
    expect(final.usage).toEqual(whole.usage!);
    expect(whole).toMatchObject({
      id: "resp_T-1_1_2_1",
      status: "completed",
      output_text: "Hi 😀",
      output: [
        {
          type: "reasoning",
          summary: [{ type: "summary_text", text: "think hard" }],
          encrypted_content: expect.stringMatching(/./),
        },
        { type: "reasoning", summary: [], encrypted_content: "b64" },
        { type: "message", content: [{ type: "output_text", text: "Hi 😀" }] },
        { type: "function_call", call_id: "call_T-1_1_2_3", name: "write" },
        { type: "function_call", call_id: "call_T-1_1_2_4", arguments: '{"path":"b.ts"}' },
      ],
    });
  });

  test("shows what is encrypted only to whoever asks", async () => {
    const mock = openaiMock(rich);
    const events = await eventsOf(mock);
    expect(JSON.stringify(events)).not.toContain("encrypted_content");
    expect(mock.observer.deltas().some(({ type }) => type === "redacted-thinking")).toBe(false);
  });

  test("reports usage with what was cached and thought, once, at its end", async () => {
    const usage = {
      inputTokens: 7,
      outputTokens: 30,
      thinkingTokens: 20,
      cacheReadTokens: 5,
      cacheWriteTokens: 2,
    };
    const mock = openaiMock({ ...rich, usage });
    const last = (await eventsOf(mock)).at(-1);
    expect(last).toMatchObject({
      response: {
        usage: {
          input_tokens: 14,
          input_tokens_details: { cached_tokens: 5, cache_write_tokens: 2 },
          output_tokens: 30,
          output_tokens_details: { reasoning_tokens: 20 },
          total_tokens: 44,
        },
      },
    });
    expect(mock.observer.usages()).toEqual([usage]);
  });

  test("refuses in parts of their own", async () => {
    const mock = openaiMock(replyOf([text("I will not")]), { type: "refusal" });
    const types = typesOf(await eventsOf(mock));
    expect(types).toContain("response.refusal.delta");
    expect(types).toContain("response.refusal.done");
    expect(types.at(-1)).toBe("response.completed");
    const { output } = await mock.client.responses.create(hello);
    expect(output).toMatchObject([{ content: [{ type: "refusal", refusal: "I wil" }] }]);
  });

  test("that is cut by its limit is incomplete, and so is its last item", async () => {
    const mock = openaiMock(rich, { type: "max-tokens" });
    expect((await eventsOf(mock)).at(-1)).toMatchObject({
      type: "response.incomplete",
      response: {
        status: "incomplete",
        incomplete_details: { reason: "max_output_tokens" },
        output: [{}, {}, { status: "completed" }, { status: "incomplete", arguments: '{"path"' }],
      },
    });
  });

  test("that fails midway says so twice: as an error, and as a response that failed", async () => {
    const mock = openaiMock(rich, { type: "error-event", afterEvents: 4 });
    const events = await eventsOf(mock);
    expect(events.slice(-2)).toMatchObject([
      { type: "error", code: "server_is_overloaded", sequence_number: 4 },
      {
        type: "response.failed",
        sequence_number: 5,
        response: { status: "failed", error: { code: "server_is_overloaded" } },
      },
    ]);
    const stream = await mock.client.responses.create({ ...hello, stream: true });
    const read = async () => {
      for await (const _event of stream);
    };
    expect(await read().catch((error: unknown) => error)).toMatchObject({
      code: "server_is_overloaded",
    });
  });

  test("is cut off wherever a fault says, and never completed", async () => {
    for (const afterEvents of [0, 3, 1_000]) {
      const { post } = openaiMock(rich, { type: "cut", afterEvents });
      const body = await (await post(path, { ...hello, stream: true })).text();
      expect(body.endsWith("\n\n")).toBe(false);
    }
  });
});

/** The client's helper adds what it parsed. */
function withoutParsed(item: object): unknown {
  return JSON.parse(
    JSON.stringify(item, (key, value: unknown) =>
      key === "parsed" || key === "parsed_arguments" ? undefined : value,
    ),
  );
}

test("any reply, however it is cut, is read by the client delta by delta as it was sent", async () => {
  const part = fc.oneof(
    fc.string({ unit: "grapheme" }).map(text),
    fc.string({ unit: "grapheme" }).map((words): SaidPart => ({ type: "thinking", text: words })),
    fc.string({ minLength: 1 }).map((data): SaidPart => ({ type: "redacted-thinking", data })),
    fc
      .dictionary(fc.string(), fc.string({ unit: "binary" }), { maxKeys: 3 })
      .map((input): SaidPart => ({ type: "tool-use", tool: "write", input, callId: null })),
  );
  const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(part, { maxLength: 4 }),
      sizes,
      fc.integer({ min: 1, max: 40 }),
      async (parts, cuts, deltaCharacters) => {
        const chunking = { type: "bytes", sizes: cuts } as const;
        const { client, observer } = openaiMock(replyOf(parts, { chunking, deltaCharacters }));
        const stream = await client.responses.create({ ...hello, ...encrypted, stream: true });
        const deltas: Delta[] = [];
        for await (const event of stream) deltas.push(...deltasOf(event));
        expect(deltas).toEqual([...observer.deltas()]);
      },
    ),
    { numRuns: 40, seed: 1 },
  );
});

/** What an event of the client's own types means. */
function deltasOf(event: ResponseStreamEvent): readonly Delta[] {
  switch (event.type) {
    case "response.output_text.delta":
      return [{ type: "text", block: event.output_index, text: event.delta }];
    case "response.reasoning_summary_text.delta":
      return [{ type: "thinking", block: event.output_index, text: event.delta }];
    case "response.function_call_arguments.delta":
      return [{ type: "tool-input", block: event.output_index, json: event.delta }];
    case "response.output_item.added": {
      const { item, output_index: block } = event;
      if (item.type !== "function_call") return [];
      return [{ type: "tool-use", block, callId: item.call_id, tool: item.name }];
    }
    case "response.output_item.done": {
      const { item, output_index: block } = event;
      if (item.type !== "reasoning" || item.encrypted_content == null) return [];
      const data = item.encrypted_content;
      // A thought that shows nothing is a hidden one; the empty ones that are drawn have a signature.
      return item.summary.length === 0 && !isSignature(data)
        ? [{ type: "redacted-thinking", block, data }]
        : [{ type: "signature", block, signature: data }];
    }
    default:
      return [];
  }
}

const isSignature = (data: string): boolean => /^[\w+/]{43}=$/.test(data);

// Every kind of event that the client knows: told by the mock, or of what only the provider can do by itself.
type Sent = (typeof shown)[number];
const shown = [
  "response.created",
  "response.in_progress",
  "response.completed",
  "response.incomplete",
  "response.failed",
  "error",
  "response.output_item.added",
  "response.output_item.done",
  "response.content_part.added",
  "response.content_part.done",
  "response.output_text.delta",
  "response.output_text.done",
  "response.refusal.delta",
  "response.refusal.done",
  "response.function_call_arguments.delta",
  "response.function_call_arguments.done",
  "response.reasoning_summary_part.added",
  "response.reasoning_summary_part.done",
  "response.reasoning_summary_text.delta",
  "response.reasoning_summary_text.done",
] as const satisfies readonly ResponseStreamEvent["type"][];

type NotScripted =
  // Thoughts in the clear, which this API sends for open models only.
  | `response.reasoning_text.${string}`
  // A response that waits in the background.
  | "response.queued"
  | `response.${"audio" | "code_interpreter_call" | "compaction" | "file_search_call"}${string}`
  | `response.${"image_generation_call" | "mcp" | "shell_call" | "web_search_call"}${string}`
  | `response.${"custom_tool_call_input" | "output_text.annotation"}${string}`;

test("there is no kind of event that is neither told nor left out on purpose", async () => {
  // A version of the client that knows another one does not compile here.
  const none: readonly Exclude<ResponseStreamEvent["type"], Sent | NotScripted>[] =
    [] satisfies readonly never[];
  expect(none).toEqual([]);
  const mocks = [
    openaiMock(rich),
    openaiMock(rich, { type: "refusal" }),
    openaiMock(rich, { type: "max-tokens" }),
    openaiMock(rich, { type: "error-event", afterEvents: 2 }),
  ];
  const seen = await Promise.all(mocks.map((mock) => eventsOf(mock)));
  expect(new Set(seen.flatMap(typesOf))).toEqual(new Set<ResponseStreamEvent["type"]>(shown));
});
