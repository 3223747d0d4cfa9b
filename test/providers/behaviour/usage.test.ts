import { describe, expect, test } from "bun:test";
import {
  chatUsage,
  chunk,
  completed,
  done,
  event,
  frames,
  item,
  messageEnd,
  messageStart,
  read,
  start,
} from "./real-server.ts";

const say = chunk({ content: "Done." });
const last = (usage: unknown) => ({ id: "c-1", choices: [], usage });
/** In, out, of which thought, read from the cache, written to it. */
type Counts = readonly [number, number, number, number, number] | null;
const plain: Counts = [100, 20, 0, 0, 0];

describe("the usage of Chat Completions", () => {
  test.each<[string, readonly unknown[], Counts]>([
    ["none", [say, chunk({}, "stop"), done], null],
    ["null", [say, chunk({}, "stop"), last(null), done], null],
    ["{}", [say, chunk({}, "stop"), last({}), done], null],
    ["a list", [say, chunk({}, "stop"), last([1, 2]), done], null],
    ["a text", [say, chunk({}, "stop"), last("100"), done], null],
    [
      "zeros",
      [say, chunk({}, "stop"), last({ prompt_tokens: 0, completion_tokens: 0 }), done],
      null,
    ],
    ["at its end", [say, chunk({}, "stop"), last(chatUsage), done], plain],
    ["without `[DONE]`", [say, chunk({}, "stop"), last(chatUsage)], plain],
    ["beside the finish reason", [say, chunk({}, "stop", { usage: chatUsage }), done], plain],
    ["before the finish reason", [say, last(chatUsage), chunk({}, "stop"), done], plain],
    [
      "in the choice",
      [say, { choices: [{ index: 0, delta: {}, finish_reason: "stop", usage: chatUsage }] }, done],
      plain,
    ],
    [
      "once more, without its parts",
      [
        say,
        chunk({}, "stop", {
          usage: {
            ...chatUsage,
            prompt_tokens_details: { cached_tokens: 60 },
            completion_tokens_details: { reasoning_tokens: 5 },
          },
        }),
        last(chatUsage),
        done,
      ],
      [40, 20, 5, 60, 0],
    ],
    [
      "by two names, one of which says 0",
      [
        say,
        chunk({}, "stop"),
        last({ prompt_tokens: 0, completion_tokens: 0, input_tokens: 100, output_tokens: 20 }),
        done,
      ],
      plain,
    ],
    [
      "as the prompt's two parts alone",
      [
        say,
        chunk({}, "stop"),
        last({
          prompt_cache_hit_tokens: 60,
          prompt_cache_miss_tokens: 40,
          completion_tokens: 20,
        }),
        done,
      ],
      [40, 20, 0, 60, 0],
    ],
    ["in the delta", [say, chunk({ usage: chatUsage }, "stop"), done], plain],
    ["in x_groq", [say, chunk({}, "stop", { x_groq: { id: "r", usage: chatUsage } }), done], plain],
    [
      "twice",
      [
        say,
        chunk({}, "stop", { usage: chatUsage, x_groq: { usage: chatUsage } }),
        last(chatUsage),
        done,
      ],
      plain,
    ],
    [
      "in each chunk, cumulative",
      [1, 9, 20].map((completion_tokens) =>
        chunk({ content: "x" }, completion_tokens === 20 ? "stop" : null, {
          usage: { prompt_tokens: 100, completion_tokens },
        }),
      ),
      plain,
    ],
    [
      "with zeros behind it",
      [
        say,
        chunk({}, "stop"),
        last(chatUsage),
        last({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }),
        done,
      ],
      plain,
    ],
    [
      "with null behind it",
      [say, chunk({}, "stop", { usage: chatUsage }), last(null), done],
      plain,
    ],
    [
      "in two halves",
      [
        say,
        chunk({}, "stop", { usage: { prompt_tokens: 100, completion_tokens: 0 } }),
        last({ prompt_tokens: 0, completion_tokens: 20 }),
        done,
      ],
      plain,
    ],
    [
      "as texts",
      [
        say,
        chunk({}, "stop"),
        last({ prompt_tokens: "100", completion_tokens: "20", total_tokens: "120" }),
        done,
      ],
      plain,
    ],
    [
      "as texts with fractions",
      [say, chunk({}, "stop"), last({ prompt_tokens: "100.0", completion_tokens: " 20 " }), done],
      plain,
    ],
    [
      "as fractions",
      [say, chunk({}, "stop"), last({ prompt_tokens: 100.4, completion_tokens: 20.0001 }), done],
      plain,
    ],
    [
      "below 0",
      [say, chunk({}, "stop"), last({ prompt_tokens: 100, completion_tokens: -1 }), done],
      [100, 0, 0, 0, 0],
    ],
    [
      "beyond all numbers",
      [
        say,
        chunk({}, "stop"),
        'data: {"choices":[],"usage":{"prompt_tokens":1e999,"completion_tokens":20}}\n\n',
        done,
      ],
      [0, 20, 0, 0, 0],
    ],
    [
      "as words",
      [say, chunk({}, "stop"), last({ prompt_tokens: "many", completion_tokens: null }), done],
      null,
    ],
    [
      "by the other wire's names",
      [say, chunk({}, "stop"), last({ input_tokens: 100, output_tokens: 20 }), done],
      plain,
    ],
    [
      "by names with humps",
      [
        say,
        chunk({}, "stop"),
        last({ inputTokens: 100, outputTokens: 20, totalTokens: 120 }),
        done,
      ],
      plain,
    ],
    [
      "as a total alone",
      [say, chunk({}, "stop"), last({ total_tokens: 120 }), done],
      [120, 0, 0, 0, 0],
    ],
    [
      "as a total and a prompt",
      [say, chunk({}, "stop"), last({ prompt_tokens: 100, total_tokens: 120 }), done],
      plain,
    ],
    [
      "with thoughts within the reply",
      [
        say,
        chunk({}, "stop"),
        last({ ...chatUsage, completion_tokens_details: { reasoning_tokens: 15 } }),
        done,
      ],
      [100, 20, 15, 0, 0],
    ],
    [
      "with thoughts in the total alone",
      [
        say,
        chunk({}, "stop"),
        last({ prompt_tokens: 100, completion_tokens: 5, total_tokens: 120 }),
        done,
      ],
      plain,
    ],
    [
      "with thoughts in the total and the details",
      [
        say,
        chunk({}, "stop"),
        last({
          prompt_tokens: 100,
          completion_tokens: 5,
          total_tokens: 120,
          completion_tokens_details: { reasoning_tokens: 15 },
        }),
        done,
      ],
      [100, 20, 15, 0, 0],
    ],
    [
      "with thoughts beside the details",
      [say, chunk({}, "stop"), last({ ...chatUsage, reasoning_tokens: 15 }), done],
      [100, 20, 15, 0, 0],
    ],
    [
      "with what was cached within the prompt",
      [
        say,
        chunk({}, "stop"),
        last({ ...chatUsage, prompt_tokens_details: { cached_tokens: 64 } }),
        done,
      ],
      [36, 20, 0, 64, 0],
    ],
    [
      "with DeepSeek's cache",
      [
        say,
        chunk({}, "stop"),
        last({ ...chatUsage, prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 36 }),
        done,
      ],
      [36, 20, 0, 64, 0],
    ],
    [
      "with Moonshot's cache",
      [say, chunk({}, "stop"), last({ ...chatUsage, cached_tokens: 64 }), done],
      [36, 20, 0, 64, 0],
    ],
    [
      "with what was cached beside the prompt",
      [
        say,
        chunk({}, "stop"),
        last({
          prompt_tokens: 10,
          completion_tokens: 20,
          total_tokens: 120,
          prompt_tokens_details: { cached_tokens: 90 },
        }),
        done,
      ],
      [10, 20, 0, 90, 0],
    ],
    [
      "with sound that the details and the total alone count",
      [
        say,
        chunk({}, "stop"),
        last({
          prompt_tokens: 60,
          completion_tokens: 20,
          total_tokens: 120,
          prompt_tokens_details: { audio_tokens: 40 },
        }),
        done,
      ],
      plain,
    ],
    [
      "with details of null",
      [
        say,
        chunk({}, "stop"),
        last({ ...chatUsage, prompt_tokens_details: null, completion_tokens_details: null }),
        done,
      ],
      plain,
    ],
    [
      "with details as texts",
      [
        say,
        chunk({}, "stop"),
        last({
          ...chatUsage,
          prompt_tokens_details: "none",
          completion_tokens_details: { reasoning_tokens: "-" },
        }),
        done,
      ],
      plain,
    ],
  ])("%s is read", async (_how, values, usage) => {
    const seen = await read("chat", frames(...values));
    expect(seen.usage).toEqual(usage as unknown as number[]);
    expect(seen.failure).toBeNull();
  });
});

describe("the usage of Messages", () => {
  const text = start({ type: "text", text: "Done." });
  const of = (first: unknown, end: unknown) =>
    frames(messageStart(first), text, ...messageEnd("end_turn", end));
  test.each<[string, string, Counts]>([
    [
      "none",
      frames(event("message_start", { message: {} }), text, ...messageEnd("end_turn", null)),
      null,
    ],
    ["null", of(null, null), null],
    ["{}", of({}, {}), null],
    ["its output at the end alone", of({ input_tokens: 100 }, { output_tokens: 20 }), plain],
    [
      "zeros at its start",
      of({ input_tokens: 0, output_tokens: 0 }, { input_tokens: 100, output_tokens: 20 }),
      plain,
    ],
    [
      "zeros at its end",
      of({ input_tokens: 100, output_tokens: 1 }, { input_tokens: 0, output_tokens: 20 }),
      plain,
    ],
    ["nothing at its end", of({ input_tokens: 100, output_tokens: 20 }, undefined), plain],
    [
      "all of it twice",
      of({ input_tokens: 100, output_tokens: 20 }, { input_tokens: 100, output_tokens: 20 }),
      plain,
    ],
    [
      "all of it in its start",
      of({ input_tokens: 100, output_tokens: 20 }, { output_tokens: 0 }),
      plain,
    ],
    ["texts", of({ input_tokens: "100", output_tokens: "1" }, { output_tokens: "20" }), plain],
    [
      "what was written to the cache, by its lifetime alone",
      of(
        {
          input_tokens: 100,
          cache_creation: { ephemeral_5m_input_tokens: 30, ephemeral_1h_input_tokens: 4 },
        },
        { output_tokens: 20 },
      ),
      [100, 20, 0, 0, 34],
    ],
    [
      "a compaction before the reply",
      of(null, {
        input_tokens: 100,
        output_tokens: 20,
        iterations: [
          { type: "compaction", input_tokens: 900, output_tokens: 80, cache_read_input_tokens: 7 },
          { type: "message", input_tokens: 100, output_tokens: 20 },
        ],
      }),
      [1_000, 100, 0, 7, 0],
    ],
    [
      "passes that the counts beside them hold already",
      of(null, {
        input_tokens: 300,
        output_tokens: 50,
        iterations: [
          { type: "message", input_tokens: 200, output_tokens: 30 },
          { type: "message", input_tokens: 100, output_tokens: 20 },
        ],
      }),
      [300, 50, 0, 0, 0],
    ],
    [
      "a model that declined before another answered",
      of(null, {
        input_tokens: 100,
        output_tokens: 20,
        iterations: [
          { type: "message", input_tokens: 90, output_tokens: 0 },
          { type: "fallback_message", input_tokens: 100, output_tokens: 20 },
        ],
      }),
      plain,
    ],
    ["fractions", of({ input_tokens: 100.9 }, { output_tokens: 20.2 }), plain],
    ["counts below 0", of({ input_tokens: -1_000_000 }, { output_tokens: 20 }), [0, 20, 0, 0, 0]],
    [
      "the other wire's names",
      of({ prompt_tokens: 100 }, { prompt_tokens: 100, completion_tokens: 20 }),
      plain,
    ],
    [
      "its cache",
      of(
        { input_tokens: 10, cache_read_input_tokens: 80, cache_creation_input_tokens: 10 },
        { output_tokens: 20 },
      ),
      [10, 20, 0, 80, 10],
    ],
    [
      "its cache again at its end",
      of(
        { input_tokens: 10, cache_read_input_tokens: 80, cache_creation_input_tokens: 10 },
        {
          input_tokens: 10,
          cache_read_input_tokens: 80,
          cache_creation_input_tokens: 10,
          output_tokens: 20,
        },
      ),
      [10, 20, 0, 80, 10],
    ],
    [
      "null for its cache",
      of({ input_tokens: 100, cache_read_input_tokens: null }, { output_tokens: 20 }),
      plain,
    ],
    [
      "what was thought",
      of(
        { input_tokens: 100 },
        { output_tokens: 20, output_tokens_details: { thinking_tokens: 15 } },
      ),
      [100, 20, 15, 0, 0],
    ],
    [
      "it within the delta",
      frames(
        messageStart(),
        text,
        event("message_delta", {
          delta: { stop_reason: "end_turn", usage: { output_tokens: 20 } },
        }),
        event("message_stop"),
      ),
      plain,
    ],
    [
      "it with its last event",
      frames(
        messageStart(),
        text,
        event("message_delta", { delta: { stop_reason: "end_turn" } }),
        event("message_stop", { usage: { output_tokens: 20 } }),
      ),
      plain,
    ],
    [
      "it more than once, growing",
      frames(
        messageStart(),
        text,
        event("message_delta", { delta: {}, usage: { output_tokens: 7 } }),
        ...messageEnd(),
      ),
      plain,
    ],
  ])("%s is read", async (_how, answer, usage) => {
    const seen = await read("messages", answer);
    expect(seen.usage).toEqual(usage as unknown as number[]);
    expect(seen.failure).toBeNull();
  });
});

describe("the usage of Responses", () => {
  const said = item("done", { type: "message", content: [{ type: "output_text", text: "Done." }] });
  test.each<[string, unknown, Counts]>([
    ["null", null, null],
    ["counts", { input_tokens: 100, output_tokens: 20, total_tokens: 120 }, plain],
    ["texts", { input_tokens: "100", output_tokens: "20" }, plain],
    ["the other wire's names", chatUsage, plain],
    [
      "its cache",
      { input_tokens: 100, output_tokens: 20, input_tokens_details: { cached_tokens: 64 } },
      [36, 20, 0, 64, 0],
    ],
    [
      "what was thought",
      { input_tokens: 100, output_tokens: 20, output_tokens_details: { reasoning_tokens: 15 } },
      [100, 20, 15, 0, 0],
    ],
  ])("%s is read", async (_how, usage, counts) => {
    const seen = await read("responses", frames(said, completed({ usage })));
    expect(seen.usage).toEqual(counts as unknown as number[]);
    expect(seen.failure).toBeNull();
  });
});
