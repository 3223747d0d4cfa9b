import { describe, expect, test } from "bun:test";
import {
  chunk,
  completed,
  counted,
  delta,
  done,
  event,
  frames,
  item,
  messageEnd,
  messageStart,
  piece,
  read,
  start,
  stop,
} from "./real-server.ts";

const call = {
  index: 0,
  id: "a",
  type: "function",
  function: { name: "read", arguments: '{"p":1}' },
};
const chatEnd = [chunk({}, "stop"), counted, done];
const whole = { text: "Done.", calls: [], usage: [100, 20, 0, 0, 0], end: "end-turn", flaw: null };

describe("a reply of Chat Completions is whole", () => {
  const nothing = {
    role: null,
    content: null,
    tool_calls: null,
    refusal: null,
    reasoning_content: null,
    reasoning: null,
    function_call: null,
    audio: null,
  };
  test.each<[string, string]>([
    [
      "with null for each member that could be absent",
      frames(
        chunk(nothing, null, { usage: null, error: null, system_fingerprint: null }),
        chunk({ ...nothing, content: "Done." }, null, { usage: null }),
        chunk(nothing, "stop", { usage: null }),
        counted,
        done,
      ),
    ],
    [
      'with "" and [] for each member that could be absent',
      frames(
        chunk({ role: "", content: "", tool_calls: [], refusal: "", reasoning_content: "" }),
        chunk({ role: "", content: "Done.", tool_calls: [], function_call: {} }, "", { usage: {} }),
        ...chatEnd,
      ),
    ],
    [
      "with the role in each delta",
      frames(
        chunk({ role: "assistant", content: "Do" }),
        chunk({ role: "assistant", content: "ne." }),
        ...chatEnd,
      ),
    ],
    [
      "between chunks without choices, and with none",
      frames(
        { id: "x" },
        { choices: [], prompt_filter_results: [{ prompt_index: 0 }] },
        { choices: null },
        {},
        "data: []\n\n",
        null,
        3,
        chunk({ content: "Done." }),
        ...chatEnd,
      ),
    ],
    [
      "between chunks without delta",
      frames(
        { choices: [{ index: 0, finish_reason: null, content_filter_results: {} }] },
        { choices: [{ index: 0, delta: null }] },
        { choices: [null] },
        chunk({ content: "Done." }),
        ...chatEnd,
      ),
    ],
    [
      "without index and object",
      frames(
        { choices: [{ delta: { content: "Done." } }] },
        { choices: [{ finish_reason: "stop" }] },
        counted,
      ),
    ],
    [
      "with a number's text for its index",
      frames(
        { choices: [{ index: "0", delta: { content: "Done." }, finish_reason: "stop" }] },
        counted,
      ),
    ],
    [
      "with its choice in no list",
      frames({ choices: { delta: { content: "Done." } } }, ...chatEnd),
    ],
    [
      "with other choices, which nobody asked for",
      frames(
        chunk({ content: "Done." }),
        { choices: [{ index: 1, delta: { content: "No" } }] },
        ...chatEnd,
      ),
    ],
    [
      "with its content in parts",
      frames(
        chunk({ content: [{ type: "text", text: "Do" }] }),
        chunk({
          content: [
            { type: "text", text: "ne" },
            { type: "output_text", text: "." },
          ],
        }),
        ...chatEnd,
      ),
    ],
    [
      "with its content as one part",
      frames(chunk({ content: { type: "text", text: "Done." } }), ...chatEnd),
    ],
    [
      "with its content in parts that say nothing",
      frames(
        chunk({ content: [null, {}, { type: "text" }, { type: "image" }] }),
        chunk({ content: "Done." }),
        ...chatEnd,
      ),
    ],
    [
      "with its message again behind its pieces",
      frames(
        chunk({ content: "Do" }),
        chunk({ content: "ne." }),
        {
          choices: [{ index: 0, delta: {}, message: { content: "Done." }, finish_reason: "stop" }],
        },
        counted,
      ),
    ],
    [
      "with a message that is empty beside its pieces",
      frames(
        {
          choices: [
            { index: 0, message: { role: "assistant", content: "" }, delta: { content: "Done." } },
          ],
        },
        ...chatEnd,
      ),
    ],
    [
      "with a code that says that all is well",
      frames(
        { code: 0, msg: "success" },
        chunk({ content: "Done." }, null, { code: 200, msg: "ok" }),
        ...chatEnd,
      ),
    ],
    [
      "with MiniMax' base_resp",
      frames(
        chunk({ content: "Done." }),
        chunk({}, "stop", { base_resp: { status_code: 0, status_msg: "" } }),
        { ...counted, base_resp: { status_code: 0, status_msg: "" } },
      ),
    ],
  ])("%s", async (_how, answer) => {
    expect(await read("chat", answer)).toMatchObject(whole);
  });

  test("with thoughts among the parts of its content", async () => {
    const answer = frames(
      chunk({ content: [{ type: "thinking", thinking: [{ type: "text", text: "I should" }] }] }),
      chunk({ content: [{ type: "thinking", thinking: " say it." }] }),
      chunk({ content: "Done." }),
      ...chatEnd,
    );
    expect(await read("chat", answer)).toMatchObject({ ...whole, thoughts: "I should say it." });
  });

  test("with thoughts that Gemini marks among the content", async () => {
    const answer = frames(
      chunk({
        content: "<thought>I should.</thought>",
        extra_content: { google: { thought: true } },
      }),
      chunk({ content: "Done." }),
      ...chatEnd,
    );
    expect(await read("chat", answer)).toMatchObject({
      ...whole,
      thoughts: "<thought>I should.</thought>",
    });
  });
});

describe("a reply of Messages is whole", () => {
  const text = [
    start({ type: "text", text: "" }),
    delta("text_delta", { text: "Done." }),
    stop(),
  ] as const;
  const usage = { input_tokens: 100, output_tokens: 20 };
  test.each<[string, string]>([
    [
      "with a bare `message_start`",
      frames(event("message_start"), ...text, ...messageEnd("end_turn", usage)),
    ],
    [
      "with a message of null",
      frames(event("message_start", { message: null }), ...text, ...messageEnd("end_turn", usage)),
    ],
    [
      "with usage null in its start",
      frames(messageStart(null), ...text, ...messageEnd("end_turn", usage)),
    ],
    ["without its start", frames(...text, ...messageEnd("end_turn", usage))],
    [
      "with a `message_delta` without delta",
      frames(messageStart(), ...text, event("message_delta", { usage }), ...messageEnd()),
    ],
    [
      "with its `message_delta` twice",
      frames(messageStart(), ...text, messageEnd()[0], ...messageEnd()),
    ],
    [
      "with its stop reason beside its delta",
      frames(
        messageStart(),
        ...text,
        event("message_delta", { stop_reason: "end_turn", usage }),
        event("message_stop"),
      ),
    ],
    [
      "with usage at its very end",
      frames(
        messageStart(),
        ...text,
        messageEnd("end_turn", null)[0],
        event("message_stop", { usage }),
      ),
    ],
    [
      "with blocks that are never closed",
      frames(messageStart(), ...text.slice(0, 2), ...messageEnd()),
    ],
    ["with blocks that never begin", frames(messageStart(), ...text.slice(1), ...messageEnd())],
    [
      "with a text in its block's start",
      frames(
        messageStart(),
        start({ type: "text", text: "Do" }),
        delta("text_delta", { text: "ne." }),
        ...messageEnd(),
      ),
    ],
    [
      "with texts of null and none",
      frames(
        messageStart(),
        text[0],
        delta("text_delta", { text: null }),
        delta("text_delta", {}),
        ...text.slice(1),
        ...messageEnd(),
      ),
    ],
    [
      "without numbers on its blocks",
      frames(
        messageStart(),
        start({ type: "text" }, undefined),
        delta("text_delta", { text: "Done." }, undefined),
        stop(undefined),
        ...messageEnd(),
      ),
    ],
    [
      "with pings anywhere",
      frames(event("ping"), messageStart(), event("ping"), ...text, event("ping"), ...messageEnd()),
    ],
    [
      "among blocks of the provider's own tools",
      frames(
        messageStart(),
        start({ type: "server_tool_use", id: "s", name: "web_search", input: {} }),
        delta("input_json_delta", { partial_json: '{"query":"x"}' }),
        stop(),
        start({ type: "web_search_tool_result", tool_use_id: "s", content: [] }, 1),
        stop(1),
        start({ type: "text", text: "" }, 2),
        delta("text_delta", { text: "Done." }, 2),
        delta("citations_delta", { citation: {} }, 2),
        stop(2),
        ...messageEnd(),
      ),
    ],
    [
      "with blocks and deltas that are no objects",
      frames(
        messageStart(),
        start(null),
        start("x", 1),
        event("content_block_delta", { index: 0 }),
        ...text,
        ...messageEnd(),
      ),
    ],
    ["with the other wire's stop reason", frames(messageStart(), ...text, ...messageEnd("stop"))],
  ])("%s", async (_how, answer) => {
    expect(await read("messages", answer)).toMatchObject(whole);
  });

  const calls = {
    calls: [
      ["read", { p: 1 }],
      ["write", { p: 2 }],
    ],
    text: "Hm.",
    end: "tool-use",
  };
  const use = (id: string, name: string, input: object = {}) => ({
    type: "tool_use",
    id,
    name,
    input,
  });
  const json = (text_: string, index: unknown = 0) =>
    delta("input_json_delta", { partial_json: text_ }, index);
  const said = delta("text_delta", { text: "Hm." });
  test.each<[string, string]>([
    [
      "whose blocks all have number 0",
      frames(
        start({ type: "text" }),
        said,
        stop(),
        start(use("a", "read")),
        json('{"p":1}'),
        stop(),
        start(use("b", "write")),
        json('{"p":2}'),
        stop(),
      ),
    ],
    [
      "whose blocks all have number 0 and are never closed",
      frames(
        start({ type: "text" }),
        said,
        start(use("a", "read")),
        json('{"p":1}'),
        start(use("b", "write")),
        json('{"p":2}'),
      ),
    ],
    [
      "whose blocks overlap",
      frames(
        start({ type: "text" }),
        start(use("a", "read"), 1),
        start(use("b", "write"), 2),
        json('{"p"', 1),
        json('{"p"', 2),
        said,
        json(":2}", 2),
        json(":1}", 1),
        stop(),
        stop(2),
        stop(1),
      ),
    ],
    [
      "whose pieces have no number",
      frames(
        start({ type: "text" }),
        said,
        stop(),
        start(use("a", "read"), 1),
        json('{"p":1}', undefined),
        stop(1),
        start(use("b", "write"), 2),
        json('{"p":2}', undefined),
        stop(2),
      ),
    ],
    [
      "whose pieces all have number 0",
      frames(
        start({ type: "text" }),
        said,
        stop(),
        start(use("a", "read"), 1),
        json('{"p":1}'),
        stop(),
        start(use("b", "write"), 2),
        json('{"p":2}'),
        stop(),
      ),
    ],
    [
      "whose numbers are text",
      frames(
        start({ type: "text" }, "0"),
        said,
        start(use("a", "read"), "1"),
        json('{"p":1}', "1"),
        start(use("b", "write"), "2"),
        json('{"p":2}', "2"),
      ),
    ],
    [
      "with a text within an open call",
      frames(
        start({ type: "text" }),
        stop(),
        start(use("a", "read"), 1),
        delta("text_delta", { text: "Hm." }, 1),
        json('{"p":1}', 1),
        stop(1),
        start(use("b", "write"), 2),
        json('{"p":2}', 2),
        stop(2),
      ),
    ],
    [
      "whose input is in its blocks' start",
      frames(
        start({ type: "text", text: "Hm." }),
        start(use("a", "read", { p: 1 }), 1),
        stop(1),
        start(use("b", "write", { p: 2 }), 2),
      ),
    ],
    [
      "whose input is in its blocks' start and comes in pieces, too",
      frames(
        start({ type: "text", text: "Hm." }),
        start(use("a", "read", { p: 1 }), 1),
        json('{"p":1}', 1),
        stop(1),
        start(use("b", "write", { p: 2 }), 2),
        json("", 2),
        json('{"p":2}', 2),
      ),
    ],
    [
      "whose input comes as objects",
      frames(
        start({ type: "text", text: "Hm." }),
        start(use("a", "read"), 1),
        delta("input_json_delta", { partial_json: { p: 1 } }, 1),
        stop(1),
        start(use("b", "write"), 2),
        json('{"p":2}', 2),
      ),
    ],
    [
      "whose blocks all have number 0 and its calls one id, and are never closed",
      frames(
        start({ type: "text", text: "Hm." }),
        start(use("a", "read")),
        json('{"p":1}'),
        start(use("a", "write")),
        json('{"p":2}'),
      ),
    ],
    [
      "whose calls begin twice",
      frames(
        start({ type: "text", text: "Hm." }),
        start(use("a", "read"), 1),
        start(use("a", "read"), 1),
        json('{"p":1}', 1),
        stop(1),
        start(use("b", "write"), 2),
        json('{"p":2}', 2),
      ),
    ],
  ])("%s", async (_how, answer) => {
    expect(
      await read("messages", frames(messageStart()) + answer + frames(...messageEnd("tool_use"))),
    ).toMatchObject(calls);
  });
});

describe("a response is whole", () => {
  const said = { type: "message", content: [{ type: "output_text", text: "Done." }] };
  const called = { type: "function_call", call_id: "a", name: "read", arguments: '{"p":1}' };
  test.each<[string, string]>([
    ["from its end alone", frames(completed({ output: [said, called] }))],
    ["from its items' ends", frames(item("done", said), item("done", called, 1), completed())],
    [
      "from its parts' ends",
      frames(
        item("added", { type: "message", content: [] }),
        event("response.output_text.done", { output_index: 0, text: "Done." }),
        item("added", { ...called, arguments: "" }, 1),
        event("response.function_call_arguments.done", { output_index: 1, arguments: '{"p":1}' }),
        completed({ output: [said, called] }),
      ),
    ],
    [
      "whose items all have number 0",
      frames(
        item("added", { type: "message", id: "m" }),
        event("response.output_text.delta", { output_index: 0, item_id: "m", delta: "Done." }),
        item("done", { ...said, id: "m" }),
        item("added", { ...called, id: "f", arguments: "" }),
        event("response.function_call_arguments.delta", {
          output_index: 0,
          item_id: "f",
          delta: '{"p":1}',
        }),
        item("done", { ...called, id: "f" }),
        completed(),
      ),
    ],
    [
      "with a call of a tool that takes text",
      frames(
        item("done", said),
        item(
          "added",
          { type: "custom_tool_call", id: "c", call_id: "a", name: "read", input: "" },
          1,
        ),
        event("response.custom_tool_call_input.delta", {
          output_index: 1,
          item_id: "c",
          delta: '{"p":1}',
        }),
        item(
          "done",
          { type: "custom_tool_call", id: "c", call_id: "a", name: "read", input: '{"p":1}' },
          1,
        ),
        completed(),
      ),
    ],
    [
      "whose items have another id with each event",
      frames(
        item("added", { type: "message", id: "m1" }),
        event("response.output_text.delta", { output_index: 0, item_id: "m2", delta: "Do" }),
        event("response.output_text.delta", { output_index: 0, item_id: "m3", delta: "ne." }),
        item("done", { ...said, id: "m4" }),
        item("added", { ...called, id: "f1", arguments: "" }, 1),
        event("response.function_call_arguments.delta", {
          output_index: 1,
          item_id: "f2",
          delta: '{"p":',
        }),
        event("response.function_call_arguments.delta", {
          output_index: 1,
          item_id: "f3",
          delta: "1}",
        }),
        item("done", { ...called, id: "f4" }, 1),
        completed(),
      ),
    ],
    [
      "whose items nobody announces, and which all have number 0",
      frames(
        event("response.reasoning_text.delta", { output_index: 0, item_id: "r", delta: "Hm." }),
        event("response.output_text.delta", { output_index: 0, item_id: "m", delta: "Done." }),
        event("response.function_call_arguments.done", {
          output_index: 0,
          item_id: "f",
          name: "read",
          arguments: '{"p":1}',
        }),
        completed(),
      ),
    ],
    [
      "whose items have no number",
      frames(
        item("added", { type: "message", id: "m" }, undefined),
        event("response.output_text.delta", { item_id: "m", delta: "Done." }),
        item("added", { ...called, id: "f", arguments: "" }, undefined),
        event("response.function_call_arguments.delta", { item_id: "f", delta: '{"p":1}' }),
        completed(),
      ),
    ],
    [
      "whose ids come only with its pieces",
      frames(
        item("added", { type: "message" }),
        event("response.output_text.delta", { output_index: 0, item_id: "m", delta: "Done." }),
        item("done", { ...said, id: "m" }),
        item("added", { ...called, arguments: "" }, 1),
        event("response.function_call_arguments.delta", {
          output_index: 1,
          item_id: "f",
          delta: '{"p":1}',
        }),
        item("done", { ...called, id: "f" }, 1),
        completed(),
      ),
    ],
    [
      "whose items begin without their names",
      frames(
        item("done", said),
        item("added", { type: "function_call", id: "f" }, 1),
        event("response.function_call_arguments.delta", { output_index: 1, delta: '{"p":1}' }),
        item("done", { ...called, id: "f" }, 1),
        completed(),
      ),
    ],
    [
      "with arguments as an object",
      frames(item("done", said), item("done", { ...called, arguments: { p: 1 } }, 1), completed()),
    ],
    [
      "with a content of words alone",
      frames(
        item("done", { type: "message", content: "Done." }),
        item("done", called, 1),
        completed(),
      ),
    ],
    [
      "by the name that others give its end",
      frames(
        item("done", said),
        item("done", called, 1),
        event("response.done", {
          response: { status: "completed", usage: { input_tokens: 100, output_tokens: 20 } },
        }),
      ),
    ],
    [
      "among items of OpenAI's own tools",
      frames(
        item("added", { type: "web_search_call", id: "w" }),
        item("done", { type: "web_search_call", id: "w" }),
        item("done", said, 1),
        item("done", called, 2),
        completed(),
      ),
    ],
  ])("%s", async (_how, answer) => {
    expect(await read("responses", answer)).toMatchObject({
      text: "Done.",
      calls: [["read", { p: 1 }]],
      usage: [100, 20, 0, 0, 0],
      end: "tool-use",
    });
  });

  test.each<[string, object, string]>([
    [
      "by its limit",
      { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } },
      "max-tokens",
    ],
    [
      "by its filter",
      { status: "incomplete", incomplete_details: { reason: "content_filter" } },
      "refusal",
    ],
    ["for no reason", { status: "incomplete", incomplete_details: null }, "max-tokens"],
    ["by somebody", { status: "cancelled" }, "stream-cut"],
    [
      "by an error",
      { status: "failed", error: { code: "server_error", message: "no" } },
      "stream-error",
    ],
    [
      "by its limit of a minute",
      { status: "failed", error: { code: "rate_limit_exceeded", message: "no" } },
      "rate-limited",
    ],
  ])("or ended %s", async (_who, members, end) => {
    expect(await read("responses", frames(item("done", said), completed(members)))).toMatchObject({
      end,
    });
  });
});

describe("a reply that says nothing, or not all, is no report", () => {
  const chat = (...values: readonly unknown[]) =>
    ["chat", frames(...values, counted, done)] as const;
  const messages = (reason: string, ...values: readonly unknown[]) =>
    ["messages", frames(messageStart(), ...values, ...messageEnd(reason))] as const;
  const says = (text: string) => chat(chunk({ content: text }, "stop"));
  test.each<[string, readonly ["chat" | "messages" | "responses", string], string]>([
    ["nothing", chat(chunk({ content: "" }, "stop")), "empty-reply"],
    ["nothing", messages("end_turn"), "empty-reply"],
    ["nothing", ["responses", frames(completed())], "empty-reply"],
    ["white space", says(" \n\n\t"), "empty-reply"],
    ["white space", messages("end_turn", start({ type: "text", text: "\n\n" })), "empty-reply"],
    ["thoughts", chat(chunk({ reasoning_content: "Hm." }), chunk({}, "stop")), "empty-reply"],
    ["thoughts", messages("end_turn", start({ type: "thinking", thinking: "Hm." })), "empty-reply"],
    ["thoughts in tags", says("<think>I should write it.</think>\n\n"), "empty-reply"],
    [
      "thoughts in tags of which one is missing",
      says("I should write it.\n</think>\n"),
      "empty-reply",
    ],
    ["thoughts in tags that are not closed", says("<think>I should write it."), "empty-reply"],
    ["half a sentence", chat(chunk({ content: "I will no" }, "length")), "max-tokens"],
    [
      "half a sentence",
      messages("max_tokens", start({ type: "text", text: "I will no" })),
      "max-tokens",
    ],
    [
      "half a sentence",
      messages("length", start({ type: "text", text: "I will no" })),
      "max-tokens",
    ],
    ["no call", chat(chunk({ content: "I call it." }, "tool_calls")), "empty-reply"],
    ["no call", messages("tool_use", start({ type: "text", text: "I call it." })), "empty-reply"],
    ["a call in text", says('<tool_call>\n{"name":"write"}\n</tool_call>'), "call-in-text"],
    [
      "a call in text behind words",
      says('I write.\n\n<tool_call>{"name":"write","arguments":{}}</tool_call>'),
      "call-in-text",
    ],
    [
      "a call in text in the middle of a line",
      says('I write. <tool_call>{"name":"write","arguments":{}}</tool_call>'),
      "call-in-text",
    ],
    [
      "a call in text behind thoughts",
      says("<think>Hm.</think><function=write>{}</function>"),
      "call-in-text",
    ],
    [
      "Kimi's call in text",
      says("<|tool_calls_section_begin|><|tool_call_begin|>functions.write:0"),
      "call-in-text",
    ],
    [
      "DeepSeek's call in text",
      says("<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>write"),
      "call-in-text",
    ],
    [
      "DeepSeek's newer call in text",
      says('<｜DSML｜function_calls>\n<｜DSML｜invoke name="write">'),
      "call-in-text",
    ],
    [
      "Mistral's call in text",
      says('[TOOL_CALLS][{"name":"write","arguments":{}}]'),
      "call-in-text",
    ],
    [
      "Llama's call in text",
      says('<|python_tag|>{"name":"write","parameters":{}}'),
      "call-in-text",
    ],
    [
      "Llama's call in text",
      says('{"type":"function","name":"write","parameters":{"p":1}}'),
      "call-in-text",
    ],
    [
      "Qwen's call in text",
      says("<tool_call>\n<function=write>\n<parameter=p>\n1\n</parameter>"),
      "call-in-text",
    ],
    [
      "GLM's call in text",
      says("<tool_call>write\n<arg_key>p</arg_key>\n<arg_value>1</arg_value>\n</tool_call>"),
      "call-in-text",
    ],
    ["MiniMax' call in text", says('<minimax:tool_call>\n<invoke name="write">'), "call-in-text"],
    [
      "Granite's call in text",
      says('<|tool_call|>[{"name":"write","arguments":{}}]'),
      "call-in-text",
    ],
    [
      "gpt-oss' call in text",
      says("<|channel|>commentary to=functions.write <|constrain|>json<|message|>{}"),
      "call-in-text",
    ],
    [
      "gpt-oss' call in text",
      says('<|start|>assistant<|channel|>commentary to=functions.write<|message|>{"p":1}'),
      "call-in-text",
    ],
    [
      "a call in a fence",
      says('```json\n{"name": "write", "arguments": {"p": 1}}\n```'),
      "call-in-text",
    ],
    ["a call as a list", says('[{"name": "write", "arguments": {"p": 1}}]'), "call-in-text"],
    [
      "a call as Chat Completions has it",
      says('{"tool_calls":[{"function":{"name":"write","arguments":"{}"}}]}'),
      "call-in-text",
    ],
    ["Gemma's call in text", says("```tool_code\nwrite(p=1)\n```"), "call-in-text"],
  ])("%s", async (_what, [wire, answer], flaw) => {
    expect((await read(wire, answer)).flaw).toBe(flaw);
  });

  test.each([
    "Done: `<tool_call>` is what the parser reads now.",
    "I wrote the parser.\n\n```xml\n<tool_call>{}</tool_call>\n```",
    '{"name": "rehearsal", "version": "1"}',
    "<think>Hm.</think>Done.",
    "The <function=x> syntax is documented.",
  ])("and %j is one", async (text) => {
    expect(
      (await read("chat", frames(chunk({ content: text }, "stop"), counted, done))).flaw,
    ).toBeNull();
  });

  test("a call that is cut off by the output limit is not made", async () => {
    const answer = frames(
      piece({ ...call, function: { name: "write", arguments: '{"p":"half' } }),
      chunk({}, "length"),
      counted,
      done,
    );
    const { calls } = await read("chat", answer);
    expect(calls).toEqual([["write", expect.stringContaining("cut off by the output limit")]]);
  });

  test.each<[string, string, RegExp]>([
    [
      "delta.refusal",
      frames(chunk({ refusal: "I can't " }), chunk({ refusal: "help." }), ...chatEnd),
      /I can't help\./,
    ],
    [
      "a part of its content",
      frames(chunk({ content: [{ type: "refusal", refusal: "I can't help." }] }), ...chatEnd),
      /I can't help\./,
    ],
    [
      "content_filter",
      frames(chunk({ content: "Well," }), chunk({}, "content_filter"), counted, done),
      /refused.*Well,/,
    ],
    ["SAFETY", frames(chunk({ content: "Well," }), chunk({}, "SAFETY"), done), /refused/],
  ])("%s is a refusal, in its own words", async (_what, answer, words) => {
    const { end, failure } = await read("chat", answer);
    expect(end).toBe("refusal");
    expect(failure?.message).toMatch(words);
  });

  test("a refusal of the other wires is one", async () => {
    const said = start({ type: "text", text: "I can't help." });
    expect(
      await read("messages", frames(messageStart(), said, ...messageEnd("refusal"))),
    ).toMatchObject({ end: "refusal" });
    const part = { type: "message", content: [{ type: "refusal", refusal: "I can't help." }] };
    expect(await read("responses", frames(item("done", part), completed()))).toMatchObject({
      end: "refusal",
    });
  });

  test.each([
    ["error", "stream-error"],
    ["insufficient_system_resource", "overloaded"],
    ["network_error", "stream-error"],
    ["abort", "stream-cut"],
    ["MALFORMED_FUNCTION_CALL", "malformed-reply"],
  ])("the finish reason %s is a failure", async (reason, end) => {
    expect((await read("chat", frames(chunk({ content: "Well," }, reason), done))).end).toBe(end);
  });
});
