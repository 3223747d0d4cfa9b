import { expect, test } from "bun:test";
import {
  chatUsage,
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
  type Read,
  sentBack,
  start,
  stop,
  type Wire,
} from "./real-server.ts";

const words: Partial<Read> = { text: "Done.", calls: [], flaw: null, failure: null };
const call: Partial<Read> = { calls: [["read", { p: 1 }]], failure: null };
const nothing: Partial<Read> = { text: "", flaw: "empty-reply", failure: null };
const both: Partial<Read> = { text: "Done.", calls: [["read", { p: 1 }]], failure: null };

const say = chunk({ content: "Done." });
const chat = (...values: readonly unknown[]) => frames(...values, chunk({}, "stop"), counted, done);
const called = (name: string, input: unknown, members: object = {}) =>
  piece({ index: 0, id: "a", function: { name, arguments: input }, ...members });
const calling = (...values: readonly unknown[]) =>
  frames(...values, chunk({}, "tool_calls"), counted, done);
const choice = (members: object) => ({ choices: [{ index: 0, ...members }] });
const wire = { index: 0, id: "a", function: { name: "read", arguments: '{"p":1}' } };

const use = { type: "tool_use", id: "a", name: "read", input: {} };
const json = (partial: unknown) => delta("input_json_delta", { partial_json: partial });
const saying = [start({ type: "text", text: "" }), delta("text_delta", { text: "Done." }), stop()];
const messages = (...values: readonly unknown[]) =>
  frames(messageStart(), ...values, ...messageEnd());
const using = (...values: readonly unknown[]) =>
  frames(messageStart(), ...values, ...messageEnd("tool_use"));
const message = (members: object) =>
  JSON.stringify({ type: "message", stop_reason: "end_turn", ...members });

const said = { type: "message", id: "m", content: [{ type: "output_text", text: "Done." }] };
const made = { type: "function_call", id: "f", call_id: "a", name: "read", arguments: '{"p":1}' };
const begun = item("added", { ...made, arguments: "" });
const input = (text: string) =>
  event("response.function_call_arguments.delta", { item_id: "f", output_index: 0, delta: text });
const response = (members: object) => JSON.stringify({ object: "response", ...members });

/** What servers slip in around one reply, and what is made of it all the same. */
test.each<[string, Wire, string, Partial<Read>]>([
  // One choice is asked for: BerriAI/litellm#35444, ericc-ch/copilot-api#81.
  [
    "its choice counted from 1",
    "chat",
    frames({ choices: [{ index: 1, delta: { content: "Done." }, finish_reason: "stop" }] }, done),
    words,
  ],
  [
    "its calls in a second choice of no number",
    "chat",
    JSON.stringify({
      choices: [
        { message: { content: "Done." }, finish_reason: "tool_calls" },
        { message: { tool_calls: [wire] }, finish_reason: "tool_calls" },
      ],
    }),
    both,
  ],
  [
    "its calls in a second choice",
    "chat",
    frames(choice({ delta: { content: "Done." } }), {
      choices: [{ index: 1, delta: { tool_calls: [wire] }, finish_reason: "tool_calls" }],
    }) + frames(chunk({}, "stop"), done),
    both,
  ],
  [
    "words of a second choice, which is another reply",
    "chat",
    frames(say, { choices: [{ index: 1, delta: { content: "Or so." } }] }, chunk({}, "stop"), done),
    words,
  ],
  ["a delta of words alone", "chat", chat(choice({ delta: "Done." })), words],
  [
    "a number for a piece",
    "chat",
    chat(chunk({ content: "Do" }), chunk({ content: 7 }), chunk({ content: "ne." })),
    { text: "Do7ne." },
  ],
  [
    "its calls behind its pieces",
    "chat",
    frames(
      choice({
        delta: { content: "Done." },
        message: { tool_calls: [wire] },
        finish_reason: "tool_calls",
      }),
      done,
    ),
    both,
  ],
  ["its finish reason beside the choices", "chat", frames(say, { finish_reason: "stop" }), words],
  ["chunks in data", "chat", frames({ data: say }, { data: chunk({}, "stop") }, done), words],
  ["no choices", "chat", JSON.stringify({ choices: null, usage: chatUsage }), nothing],
  ["no content", "messages", message({ content: null }), nothing],
  ["no output", "responses", response({ output: null }), nothing],
  ["no output but its words", "responses", response({ output: null, output_text: "Done." }), words],
  [
    "a content of one block",
    "messages",
    message({ content: { type: "text", text: "Done." } }),
    words,
  ],
  ["a content of texts", "messages", message({ content: ["Done."] }), words],
  [
    "a whole message in data",
    "messages",
    JSON.stringify({ data: { type: "message", content: "Done.", stop_reason: "end_turn" } }),
    words,
  ],
  [
    "a whole response in response",
    "responses",
    JSON.stringify({ response: { status: "completed", output: [said] } }),
    words,
  ],
  // JSON.
  [
    "an event encoded twice",
    "chat",
    `data: ${JSON.stringify(JSON.stringify(say))}\n\n${chat()}`,
    words,
  ],
  [
    "a tab in a text",
    "chat",
    `data: {"choices":[{"index":0,"delta":{"content":"Do\tne."}}]}\n\n${chat()}`,
    { text: "Do\tne." },
  ],
  [
    "record separators",
    "chat",
    `\u001e${JSON.stringify(say)}\n\u001e${JSON.stringify(chunk({}, "stop"))}\n`,
    words,
  ],
  [
    "nothing between its objects",
    "chat",
    JSON.stringify(say) + JSON.stringify(chunk({}, "stop")),
    words,
  ],
  [
    "an error behind an event that broke off",
    "responses",
    `${frames(item("added", said))}data: {"type":"response.comp\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Busy."}}\n\n`,
    { end: "overloaded" },
  ],
  // Ends.
  [
    "its usage beside the error that ended it",
    "chat",
    frames(
      say,
      {
        error: { code: 502, message: "Provider disconnected" },
        ...choice({ delta: {} }),
        usage: chatUsage,
      },
      done,
    ),
    { end: "stream-error", usage: [100, 20, 0, 0, 0] },
  ],
  [
    "an error behind its end, which was told",
    "chat",
    frames(chunk({ content: "I will" }, "length"), counted, {
      error: { code: 400, message: "Token limit reached" },
    }),
    { end: "max-tokens", flaw: "max-tokens" },
  ],
  [
    "an error behind its stop reason",
    "messages",
    frames(
      messageStart(),
      ...saying,
      messageEnd()[0],
      event("error", { error: { type: "overloaded_error", message: "Busy." } }),
    ),
    words,
  ],
  [
    "FINISH_REASON_MAX_TOKENS",
    "chat",
    frames(chunk({ content: "I will" }, "FINISH_REASON_MAX_TOKENS"), done),
    { end: "max-tokens" },
  ],
  ["the end aborted", "chat", frames(say, chunk({}, "aborted"), done), { end: "stream-cut" }],
  ["the end blocked", "chat", frames(say, chunk({}, "blocked"), done), { end: "refusal" }],
  [
    "another reply within it, after a proxy lost the model",
    "messages",
    frames(
      messageStart(),
      start(use),
      json('{"p'),
      event("message_start", { message: { id: "m-2", content: [], usage: { input_tokens: 100 } } }),
      start({ ...use, id: "b" }),
      json('{"p":1}'),
      stop(),
      ...messageEnd("tool_use"),
    ),
    { end: "stream-cut", calls: [] },
  ],
  [
    "its first event twice",
    "messages",
    frames(messageStart(), messageStart(), ...saying, ...messageEnd()),
    words,
  ],
  // Words and thoughts.
  [
    "its words signed for Gemini's thoughts",
    "chat",
    chat(
      chunk({
        content: "Done.",
        extra_content: { google: { thought: true, thought_signature: "s" } },
      }),
    ),
    words,
  ],
  [
    "a part's text as an object",
    "chat",
    chat(chunk({ content: [{ type: "text", text: { value: "Done.", annotations: [] } }] })),
    words,
  ],
  [
    "its thoughts as parts of their item",
    "responses",
    frames(
      item("added", { type: "reasoning", id: "r", summary: [] }),
      event("response.content_part.added", {
        item_id: "r",
        output_index: 0,
        part: { type: "reasoning_text", text: "" },
      }),
      event("response.reasoning_text.delta", { item_id: "r", output_index: 0, delta: "Hm." }),
      event("response.reasoning_text.done", { item_id: "r", output_index: 0, text: "Hm." }),
      event("response.content_part.done", {
        item_id: "r",
        output_index: 0,
        part: { type: "reasoning_text", text: "Hm." },
      }),
      item("done", {
        type: "reasoning",
        id: "r",
        summary: [],
        content: [{ type: "reasoning_text", text: "Hm." }],
      }),
      item("done", said, 1),
      completed(),
    ),
    { ...words, thoughts: "Hm." },
  ],
  [
    "its thoughts in one part's end alone",
    "responses",
    frames(
      event("response.content_part.done", {
        item_id: "r",
        output_index: 0,
        part: { type: "reasoning_text", text: "Hm." },
      }),
      item("done", said, 1),
      completed(),
    ),
    { ...words, thoughts: "Hm." },
  ],
  // Counts.
  [
    "llama.cpp's timings for its usage",
    "chat",
    frames(
      say,
      chunk({}, "stop", { timings: { cache_n: 36, prompt_n: 64, predicted_n: 20 } }),
      done,
    ),
    { usage: [64, 20, 0, 36, 0] },
  ],
  [
    "more thoughts than output, which the total has all the same",
    "chat",
    frames(
      say,
      chunk({}, "stop", {
        usage: {
          prompt_tokens: 43,
          completion_tokens: 10,
          total_tokens: 53,
          completion_tokens_details: { reasoning_tokens: 11 },
        },
      }),
      done,
    ),
    { usage: [43, 10, 10, 0, 0] },
  ],
  [
    "Bedrock's counts of what was cached",
    "messages",
    frames(
      messageStart(null),
      ...saying,
      messageEnd("end_turn", null)[0],
      event("message_stop", {
        "amazon-bedrock-invocationMetrics": {
          inputTokenCount: 100,
          outputTokenCount: 20,
          cacheReadInputTokenCount: 30,
          cacheWriteInputTokenCount: 5,
        },
      }),
    ),
    { ...words, usage: [100, 20, 0, 30, 5] },
  ],
  // Calls of Chat Completions.
  ["toolCalls", "chat", calling(chunk({ toolCalls: [wire] })), call],
  [
    "functionCall",
    "chat",
    calling(chunk({ functionCall: { name: "read", args: { p: 1 } } })),
    call,
  ],
  [
    "a call that takes text",
    "chat",
    calling(
      chunk({
        tool_calls: [
          { index: 0, id: "a", type: "custom", custom: { name: "read", input: '{"p":1}' } },
        ],
      }),
    ),
    call,
  ],
  [
    "a call_id",
    "chat",
    calling(called("read", '{"p":1}', { id: undefined, call_id: "c" })),
    { ...call, ids: ["c"] },
  ],
  ["arguments as pieces in a list", "chat", calling(called("read", ['{"p":', "1}"])), call],
  [
    "its arguments again behind their pieces",
    "chat",
    calling(
      called("read", '{"p"'),
      piece({ index: 0, function: { arguments: ":1}" } }),
      piece({ index: 0, function: { arguments: '{"p":1}' } }),
    ),
    call,
  ],
  [
    "a call again without its id",
    "chat",
    calling(
      called("read", '{"p":1}'),
      piece({ index: 0, function: { name: "read", arguments: '{"p":1}' } }),
    ),
    call,
  ],
  [
    "one id for two calls of one tool, and no index",
    "chat",
    calling(
      ...['{"p":1}', '{"p":2}'].flatMap((text) => [
        chunk({ tool_calls: [{ id: "a", function: { name: "read", arguments: "" } }] }),
        ...[text.slice(0, 1), text.slice(1)].map((part) =>
          chunk({ tool_calls: [{ function: { arguments: part } }] }),
        ),
      ]),
    ),
    {
      calls: [
        ["read", { p: 1 }],
        ["read", { p: 2 }],
      ],
    },
  ],
  [
    "an index that counts the pieces, with the id in each",
    "chat",
    calling(
      called("read", '{"p"'),
      ...[":1", "}"].map((text, at) =>
        piece({ index: at + 1, id: "a", function: { arguments: text } }),
      ),
    ),
    call,
  ],
  [
    "an index that counts the pieces",
    "chat",
    calling(
      called("read", '{"p"'),
      ...[":1", "}"].map((text, at) => piece({ index: at + 1, function: { arguments: text } })),
    ),
    call,
  ],
  [
    "a call in both ways",
    "chat",
    calling(chunk({ tool_calls: [wire], function_call: wire.function })),
    call,
  ],
  [
    "calls in a list without numbers and ids, which need no input",
    "chat",
    calling(chunk({ tool_calls: [{ function: { name: "now" } }, { function: { name: "now" } }] })),
    {
      calls: [
        ["now", {}],
        ["now", {}],
      ],
    },
  ],
  [
    "null before the input",
    "chat",
    calling(called("read", "null"), piece({ index: 0, function: { arguments: '{"p":1}' } })),
    call,
  ],
  [
    "a name with white space, and without with each piece",
    "chat",
    calling(
      called(" read\n", '{"p"'),
      piece({ index: 0, function: { name: "read", arguments: ":1}" } }),
    ),
    call,
  ],
  [
    "calls of one number and other ids, whose inputs are encoded twice",
    "chat",
    calling(
      ...["a", "b"].map((id) =>
        piece({ index: null, id, function: { name: "now", arguments: '"{}"' } }),
      ),
    ),
    {
      calls: [
        ["now", {}],
        ["now", {}],
      ],
    },
  ],
  [
    "an old call in a second choice",
    "chat",
    frames(choice({ delta: { content: "Done." } }), {
      choices: [{ index: 1, delta: { function_call: wire.function }, finish_reason: "stop" }],
    }) + frames(chunk({}, "stop"), done),
    both,
  ],
  ["None for no input", "chat", calling(called("now", "None")), { calls: [["now", {}]] }],
  ["PHP's empty list", "chat", calling(called("now", "[]")), { calls: [["now", {}]] }],
  ...["<tool_call>read", "[read]", "read:", "to=functions.read", "functions/read"].map(
    (name): [string, Wire, string, Partial<Read>] => [
      `the name ${name}`,
      "chat",
      calling(called(name, '{"p":1}')),
      call,
    ],
  ),
  // Messages.
  [
    "deltas called as their blocks are",
    "messages",
    messages(
      start({ type: "thinking", thinking: "" }),
      delta("thinking", { thinking: "Hm." }),
      delta("signature", { signature: "s" }),
      stop(),
      start({ type: "text", text: "" }, 1),
      delta("text", { text: "Done." }, 1),
    ),
    { ...words, thoughts: "Hm." },
  ],
  [
    "all of its content in the first event",
    "messages",
    frames(
      event("message_start", { message: { content: [{ type: "text", text: "Done." }] } }),
      ...messageEnd(),
    ),
    words,
  ],
  [
    "the input so far with each piece",
    "messages",
    using(start(use), json('{"p"'), json('{"p":1'), json('{"p":1}'), stop()),
    call,
  ],
  [
    "an input of text in the start, and again in pieces",
    "messages",
    using(start({ ...use, input: '{"p":1}' }), json('{"p":1}'), stop()),
    call,
  ],
  [
    "the stop reason in the last event's message",
    "messages",
    frames(
      messageStart(),
      ...saying,
      event("message_stop", { message: { stop_reason: "end_turn" } }),
    ),
    { ...words, end: "end-turn" },
  ],
  [
    "its counts beside the message",
    "messages",
    frames(
      event("message_start", { message: {}, usage: { input_tokens: 100, output_tokens: 0 } }),
      ...saying,
      ...messageEnd(),
    ),
    { ...words, usage: [100, 20, 0, 0, 0] },
  ],
  [
    "its counts in the last event's message",
    "messages",
    frames(
      messageStart(null),
      ...saying,
      messageEnd("end_turn", null)[0],
      event("message_stop", { message: { usage: { input_tokens: 100, output_tokens: 20 } } }),
    ),
    { ...words, usage: [100, 20, 0, 0, 0] },
  ],
  [
    "what it wrote to the cache by lifetimes, and 0 in all",
    "messages",
    frames(
      messageStart({
        input_tokens: 100,
        cache_creation_input_tokens: 0,
        cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 4 },
      }),
      ...saying,
      ...messageEnd(),
    ),
    { ...words, usage: [100, 20, 0, 0, 7] },
  ],
  [
    "a refusal's words beside its stop reason",
    "messages",
    frames(
      messageStart(),
      event("message_delta", {
        delta: {
          stop_reason: "refusal",
          stop_details: { type: "refusal", category: "cyber", explanation: "It may do harm." },
        },
      }),
      event("message_stop"),
    ),
    { text: "It may do harm.", end: "refusal" },
  ],
  [
    "Bedrock's counts",
    "messages",
    frames(
      messageStart(null),
      ...saying,
      messageEnd("end_turn", null)[0],
      event("message_stop", {
        "amazon-bedrock-invocationMetrics": { inputTokenCount: 100, outputTokenCount: 20 },
      }),
    ),
    { ...words, usage: [100, 20, 0, 0, 0] },
  ],
  // Responses: anomalyco/opencode#44893, OpenRouterTeam/ai-sdk-provider#336.
  [
    "its input at the end alone",
    "responses",
    frames(begun, item("done", { ...made, arguments: "" }), completed({ output: [made] })),
    call,
  ],
  [
    "the rest of its input at the end",
    "responses",
    frames(begun, input('{"p"'), completed({ output: [made] })),
    call,
  ],
  [
    "the rest of its input in its item's end",
    "responses",
    frames(begun, input('{"p"'), item("done", made), completed()),
    call,
  ],
  [
    "the input so far with each piece",
    "responses",
    frames(begun, input('{"p"'), input('{"p":1}'), item("done", made), completed()),
    call,
  ],
  [
    "the rest of its words in its item's end",
    "responses",
    frames(
      event("response.output_text.delta", { item_id: "m", output_index: 0, delta: "Do" }),
      item("done", said),
      completed({ output: [said] }),
    ),
    words,
  ],
  [
    "the rest of its words in their own end",
    "responses",
    frames(
      event("response.output_text.delta", { item_id: "m", output_index: 0, delta: "Do" }),
      event("response.output_text.done", { item_id: "m", output_index: 0, text: "Done." }),
      completed(),
    ),
    words,
  ],
  [
    "the rest of its words in the end of their part",
    "responses",
    frames(
      event("response.output_text.delta", { item_id: "m", output_index: 0, delta: "Do" }),
      event("response.content_part.done", {
        item_id: "m",
        output_index: 0,
        part: { type: "output_text", text: "Done." },
      }),
      completed(),
    ),
    words,
  ],
  [
    "two parts of words, each told again at its end",
    "responses",
    frames(
      event("response.output_text.delta", { item_id: "m", output_index: 0, delta: "Do" }),
      event("response.output_text.done", { item_id: "m", output_index: 0, text: "Do" }),
      event("response.output_text.delta", { item_id: "m", content_index: 1, delta: "ne." }),
      event("response.output_text.done", { item_id: "m", content_index: 1, text: "ne." }),
      item("done", { ...said, content: [{ text: "Do" }, { text: "ne." }] }),
      completed(),
    ),
    words,
  ],
  [
    "words in an object",
    "responses",
    frames(event("response.text.delta", { item_id: "m", delta: { text: "Done." } }), completed()),
    words,
  ],
  [
    "thoughts in an object",
    "responses",
    frames(
      event("response.reasoning_summary.delta", { item_id: "r", delta: { text: "Hm." } }),
      item("done", said, 1),
      completed(),
    ),
    { ...words, thoughts: "Hm." },
  ],
  [
    "a tool_call",
    "responses",
    frames(item("done", { ...made, type: "tool_call" }), completed()),
    call,
  ],
  [
    "its end without a response",
    "responses",
    frames(
      item("done", said),
      event("response.completed", { usage: { input_tokens: 100, output_tokens: 20 } }),
    ),
    { ...words, usage: [100, 20, 0, 0, 0] },
  ],
  [
    "its counts beside the response",
    "responses",
    frames(
      item("done", said),
      event("response.completed", {
        response: { status: "completed", output: [said] },
        usage: { input_tokens: 100, output_tokens: 20 },
      }),
    ),
    { ...words, usage: [100, 20, 0, 0, 0] },
  ],
  [
    "its counts in an event before the last",
    "responses",
    frames(
      item("done", said),
      event("response.usage", { usage: { input_tokens: 100, output_tokens: 20 } }),
      completed({ usage: null }),
    ),
    { ...words, usage: [100, 20, 0, 0, 0] },
  ],
  [
    "a refusal that is told whole",
    "responses",
    frames(event("response.refusal.done", { output_index: 0, refusal: "No." }), completed()),
    { text: "No.", end: "refusal" },
  ],
  [
    "the input of a tool that takes text, told whole",
    "responses",
    frames(
      item("added", { ...made, type: "custom_tool_call", arguments: undefined }),
      event("response.custom_tool_call_input.done", { output_index: 0, input: '{"p":1}' }),
      completed(),
    ),
    call,
  ],
  [
    "its calls in an object by their numbers",
    "chat",
    frames(
      chunk({
        tool_calls: {
          0: { id: "a", function: { name: "read", arguments: "" } },
          1: { id: "b", function: { name: "now", arguments: "{}" } },
        },
      }),
      chunk({ tool_calls: { 0: { function: { arguments: '{"p":' } } } }),
      chunk({ tool_calls: { 0: { function: { arguments: "1}" } } } }, "tool_calls"),
      done,
    ),
    {
      calls: [
        ["read", { p: 1 }],
        ["now", {}],
      ],
      failure: null,
    },
  ],
  [
    "its calls, and what each calls, encoded once more",
    "chat",
    frames(
      chunk({
        tool_calls: JSON.stringify([
          { index: 0, id: "a", function: JSON.stringify({ name: "read", arguments: { p: 1 } }) },
        ]),
      }),
      chunk({}, "tool_calls"),
      done,
    ),
    call,
  ],
  [
    "an object for its finish reason",
    "chat",
    frames(say, chunk({}, { type: "length", length: 20 })),
    { end: "max-tokens" },
  ],
  [
    "the content of a part for its text",
    "chat",
    chat(chunk({ content: [{ type: "text", content: "Done." }] })),
    words,
  ],
  [
    "Gemini's name for its usage",
    "chat",
    frames(
      say,
      chunk({}, "stop", { usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 2 } }),
    ),
    { ...words, usage: [9, 2, 0, 0, 0] },
  ],
  [
    "its choices and its parts in objects by their numbers",
    "chat",
    JSON.stringify({
      choices: { 0: { message: { content: { 0: { type: "text", text: "Done." } } } } },
    }),
    words,
  ],
  [
    "braces at the end of its words, in lines of JSON",
    "chat",
    `${JSON.stringify(chunk({ content: "}{" }))}\n${JSON.stringify(chunk({}, "stop"))}\n`,
    { text: "}{", failure: null },
  ],
  [
    "its pieces, and the whole of it behind them",
    "messages",
    frames(messageStart(), ...saying, {
      type: "message",
      content: [{ type: "text", text: "Done." }],
      stop_reason: "end_turn",
    }),
    words,
  ],
  [
    "an error that is the word null",
    "responses",
    frames(item("done", said), completed({ error: "null" })),
    words,
  ],
  [
    "a failure of which a whole response tells the counts",
    "responses",
    JSON.stringify({
      object: "response",
      status: "failed",
      error: { code: "server_error", message: "No." },
      usage: { input_tokens: 100, output_tokens: 20 },
    }),
    { end: "stream-error", usage: [100, 20, 0, 0, 0] },
  ],
  [
    "a failure that names no status",
    "responses",
    frames(item("done", said), event("response.failed", { response: { error: null } })),
    { end: "stream-error" },
  ],
  [
    "a response that only begins",
    "responses",
    frames(
      { object: "response", status: "in_progress", output: [] },
      item("done", said),
      completed(),
    ),
    words,
  ],
])("a reply is read with %s, on the wire of %s", async (_what, on, body, expected) => {
  expect(await read(on, body)).toMatchObject(expected);
});

test("a response that goes on without anybody who listens is told as such", async () => {
  for (const status of ["queued", "in_progress"])
    for (const body of [
      { id: "r-1", object: "response", status, output: [] },
      { response: { object: "response", status } },
    ])
      expect((await read("responses", JSON.stringify(body))).failure).toMatchObject({
        code: "invalid-request",
        message: expect.stringContaining(`the response is ${status}, and sent no reply`),
      });
});

test("a response that failed, and says nowhere why, is told in words", async () => {
  const failed = { object: "response", status: "failed", error: null, output: [] };
  for (const answer of [
    JSON.stringify(failed),
    frames(event("response.failed", { response: failed })),
  ])
    expect((await read("responses", answer)).failure?.message).toBe(
      "The server says that the response failed, and not why.",
    );
  const status_details = { error: { message: "No room." } };
  expect(
    (await read("responses", JSON.stringify({ ...failed, status_details }))).failure?.message,
  ).toBe("No room.");
});

test("a signature that comes behind its thought's end goes back on that thought", async () => {
  const answer = using(
    start({ type: "thinking", thinking: "" }),
    delta("thinking_delta", { thinking: "Hm." }),
    stop(),
    start(use, 1),
    delta("signature_delta", { signature: "sig" }),
    stop(1),
  );
  expect(JSON.stringify(await sentBack("messages", answer))).toContain(
    '{"type":"thinking","thinking":"Hm.","signature":"sig"}',
  );
});

test("an encrypted thought that the response's end tells goes back before its call", async () => {
  const thought = {
    type: "reasoning",
    id: "rs",
    summary: [{ type: "summary_text", text: "Hm." }],
  };
  const answer = frames(
    item("done", thought),
    item("done", made, 1),
    completed({ output: [{ ...thought, encrypted_content: "gAAA" }, made] }),
  );
  const { input: items } = await sentBack("responses", answer);
  expect((items as readonly object[]).slice(1, 3)).toMatchObject([
    { type: "reasoning", encrypted_content: "gAAA" },
    { type: "function_call" },
  ]);
});

test("a thought that came as its item's content goes back so, before its call", async () => {
  const content = [{ type: "reasoning_text", text: "Hm." }];
  const thought = { type: "reasoning", id: "rs", summary: [], content };
  const pieces = [
    event("response.reasoning_text.delta", { item_id: "rs", output_index: 0, delta: "Hm." }),
    item("done", thought),
  ];
  for (const events of [pieces, [item("done", thought)]]) {
    const answer = frames(...events, item("done", made, 1), completed({ output: [thought, made] }));
    const { input: items } = await sentBack("responses", answer);
    expect((items as readonly object[]).slice(1, 3)).toMatchObject([
      { type: "reasoning", summary: [], content },
      { type: "function_call" },
    ]);
  }
});

test("Copilot's signature of a thought goes back beside its words", async () => {
  const answer = calling(
    chunk({ reasoning_text: "Hm." }),
    chunk({ reasoning_opaque: "opaque" }),
    called("read", '{"p":1}'),
  );
  const { messages: sent } = await sentBack("chat", answer);
  expect((sent as readonly object[]).at(-2)).toMatchObject({
    reasoning_text: "Hm.",
    reasoning_opaque: "opaque",
  });
});
