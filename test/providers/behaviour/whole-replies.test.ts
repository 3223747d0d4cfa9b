import { expect, test } from "bun:test";
import { frames, read, type Read, type Wire } from "./real-server.ts";

/**
 * Whole replies as servers stream them, of our own making after their documentation: a thought where the server tells
 * one, words, two calls of which one has no input, the end and the counts. Nothing of them is lost.
 */
const thoughts = "The note first. Then the time.";
const text = "I'll read the note – “é✓😀” – and look at the clock.";
const input = { path: "notes/a.md", lines: [1, 2], quote: 'He said: "{}"' };
const json = JSON.stringify(input);
const all: Partial<Read> = {
  text,
  thoughts,
  calls: [
    ["read", input],
    ["now", {}],
  ],
  end: "tool-use",
  flaw: null,
  failure: null,
};

const cut = (whole: string, characters = 7): readonly string[] =>
  [...whole].reduce<string[]>((pieces, character, index) => {
    if (index % characters === 0) pieces.push("");
    pieces[pieces.length - 1] += character;
    return pieces;
  }, []);

interface ChatWays {
  readonly head?: object;
  readonly thought?: (piece: string) => object;
  readonly word?: (piece: string) => object;
  readonly calls: readonly object[];
  readonly finish?: string;
  /** Beside the finish reason. */
  readonly beside?: object;
  /** Chunks behind it. */
  readonly behind?: readonly object[];
  readonly done?: boolean;
}

const id = "chatcmpl-9f3c";
/** A stream of Chat Completions with the members that a server has. */
function chat({
  head = {},
  thought,
  word = (content) => ({ content }),
  ...ways
}: ChatWays): string {
  const chunk = (delta: object, finish: string | null = null, beside: object = {}) => ({
    id,
    object: "chat.completion.chunk",
    created: 1_790_000_000,
    model: "m",
    ...head,
    choices: [{ index: 0, delta, finish_reason: finish }],
    ...beside,
  });
  return (
    frames(
      chunk({ role: "assistant", content: "" }),
      ...(thought === undefined ? [] : cut(thoughts).map((piece) => chunk(thought(piece)))),
      ...cut(text).map((piece) => chunk(word(piece))),
      ...ways.calls.map((delta) => chunk(delta)),
      chunk({}, ways.finish ?? "tool_calls", ways.beside),
      ...(ways.behind ?? []),
    ) + (ways.done === false ? "" : "data: [DONE]\n\n")
  );
}

const usage = { prompt_tokens: 120, completion_tokens: 60, total_tokens: 180 };
const reasoned = { ...usage, completion_tokens_details: { reasoning_tokens: 25 } };
const last = (counts: object) => [
  { id, object: "chat.completion.chunk", choices: [], usage: counts },
];
const call = (index: number, callId: string, name: string, text: unknown) => ({
  index,
  id: callId,
  type: "function",
  function: { name, arguments: text },
});
const piece = (index: number, text: string) => ({
  tool_calls: [{ index, function: { arguments: text } }],
});
/** As OpenAI documents it: a call begins, then its arguments come in pieces. */
const inPieces = [
  { tool_calls: [call(0, "call_A1", "read", "")] },
  ...cut(json).map((text) => piece(0, text)),
  { tool_calls: [call(1, "call_B2", "now", "")] },
  piece(1, "{}"),
];
const whole = (first: object = {}, second: object = {}) => [
  { tool_calls: [{ ...call(0, "call_A1", "read", json), ...first }] },
  { tool_calls: [{ ...call(1, "call_B2", "now", "{}"), ...second }] },
];
const together = [
  { tool_calls: [call(0, "call_A1", "read", json), call(1, "call_B2", "now", "{}")] },
];
const reasoning = (reasoning: string) => ({ reasoning });
const reasoningContent = (reasoning_content: string) => ({ content: null, reasoning_content });
const details = (text: string, format: string | null = null) => ({
  reasoning_details: [{ type: "reasoning.text", text, format, index: 0 }],
});
const unthought: Partial<Read> = { ...all, thoughts: "" };
const counts = (...numbers: number[]): Partial<Read> => ({ usage: numbers });
const plain = counts(120, 60, 0, 0, 0);
const thinking = counts(120, 60, 25, 0, 0);

const chatReplies: readonly (readonly [string, string, Partial<Read>])[] = [
  [
    "OpenAI",
    chat({
      head: { service_tier: "default", system_fingerprint: "fp_1", obfuscation: "aB3" },
      calls: inPieces,
      behind: last({ ...reasoned, prompt_tokens_details: { cached_tokens: 100, audio_tokens: 0 } }),
    }),
    { ...unthought, ...counts(20, 60, 25, 100, 0) },
  ],
  [
    "Azure",
    frames({
      id: "",
      object: "",
      choices: [],
      prompt_filter_results: [
        {
          prompt_index: 0,
          content_filter_results: { hate: { filtered: false, severity: "safe" } },
        },
      ],
    }) +
      chat({
        calls: inPieces,
        behind: [
          {
            id: "",
            choices: [
              {
                index: 0,
                finish_reason: null,
                content_filter_results: {},
                content_filter_offsets: { check_offset: 44 },
              },
            ],
          },
          ...last(usage),
        ],
      }),
    { ...unthought, ...plain },
  ],
  [
    "DeepSeek",
    ": keep-alive\n\n".repeat(3) +
      chat({
        thought: reasoningContent,
        word: (content) => ({ content, reasoning_content: null }),
        calls: inPieces,
        beside: {
          usage: { ...reasoned, prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 56 },
        },
      }),
    { ...all, ...counts(56, 60, 25, 64, 0) },
  ],
  [
    "Kimi",
    chat({
      thought: reasoningContent,
      calls: [
        { tool_calls: [call(0, "functions.read:0", "read", "")] },
        ...cut(json).map((text) => piece(0, text)),
        { tool_calls: [call(1, "functions.now:1", "now", "")] },
        piece(1, "{}"),
      ],
      behind: [{ id, choices: [{ index: 0, delta: {}, usage }] }],
    }),
    { ...all, ...plain, ids: ["functions.read:0", "functions.now:1"] },
  ],
  [
    "GLM",
    chat({
      thought: (text) => ({ role: "assistant", reasoning_content: text }),
      word: (content) => ({ role: "assistant", content }),
      calls: together,
      beside: { usage: { ...usage, prompt_tokens_details: { cached_tokens: 20 } } },
    }),
    { ...all, ...counts(100, 60, 0, 20, 0) },
  ],
  [
    "MiniMax",
    chat({
      thought: (text) => ({
        role: "assistant",
        name: "MiniMax AI",
        audio_content: "",
        ...details(text, "MiniMax-response-v1"),
      }),
      calls: whole(),
      behind: [
        {
          ...last({ ...usage, total_characters: 0 })[0],
          base_resp: { status_code: 0, status_msg: "" },
        },
      ],
    }),
    { ...all, ...plain },
  ],
  [
    "Qwen, on DashScope",
    chat({
      thought: (text) => ({ content: null, reasoning_content: text }),
      calls: [
        { tool_calls: [call(0, "call_A1", "read", "")] },
        ...cut(json).map((text) => ({ tool_calls: [call(0, "", "", text)] })),
        { tool_calls: [call(1, "call_B2", "now", "")] },
        { tool_calls: [call(1, "", "", "{}")] },
      ],
      behind: last(reasoned),
    }).replaceAll("data: ", "id:1\nevent:result\n:HTTP_STATUS/200\ndata:"),
    { ...all, ...thinking },
  ],
  [
    "Mistral",
    chat({
      thought: (text) => ({
        content: [{ type: "thinking", thinking: [{ type: "text", text }], closed: false }],
      }),
      word: (text) => ({ content: [{ type: "text", text }] }),
      calls: [
        {
          tool_calls: [
            { id: "D681PevKs", function: { name: "read", arguments: json }, index: 0 },
            { id: "E9fH2kLm3", function: { name: "now", arguments: "{}" }, index: 1 },
          ],
        },
      ],
      beside: { usage },
    }),
    { ...all, ...plain, ids: ["D681PevKs", "E9fH2kLm3"] },
  ],
  [
    "Groq",
    chat({
      head: { x_groq: { id: "req_1" } },
      thought: (reasoning) => ({ reasoning, channel: "analysis" }),
      calls: whole(),
      beside: {
        x_groq: { id: "req_1", usage: { queue_time: 0.04, prompt_time: 0.01, ...reasoned } },
      },
    }),
    { ...all, ...thinking },
  ],
  [
    "xAI",
    chat({
      thought: (text) => ({ role: "assistant", reasoning_content: text }),
      calls: together,
      behind: last({ ...reasoned, completion_tokens: 35, num_sources_used: 0 }),
    }),
    { ...all, ...thinking },
  ],
  [
    "OpenRouter",
    ": OPENROUTER PROCESSING\n\n" +
      chat({
        head: { provider: "Somebody" },
        thought: (text) => ({ role: "assistant", content: "", reasoning: text, ...details(text) }),
        word: (content) => ({ role: "assistant", content, reasoning: null, reasoning_details: [] }),
        calls: inPieces,
        behind: last({ ...reasoned, cost: 0.001, is_byok: false }),
      }),
    { ...all, ...thinking },
  ],
  [
    "Gemini",
    chat({
      thought: (content) => ({ content, extra_content: { google: { thought: true } } }),
      calls: [
        {
          tool_calls: [
            {
              ...call(0, "function-call-1", "read", json),
              extra_content: { google: { thought_signature: "c2ln" } },
            },
            call(0, "function-call-2", "now", "{}"),
          ],
        },
      ],
      finish: "stop",
      beside: { usage: { ...usage, completion_tokens: 35 } },
    }),
    { ...all, end: "end-turn", ...counts(120, 60, 0, 0, 0) },
  ],
  [
    "Ollama",
    chat({
      thought: (reasoning) => ({ role: "assistant", content: "", reasoning }),
      calls: [
        {
          role: "assistant",
          content: "",
          tool_calls: [call(0, "call_A1", "read", json), call(0, "call_B2", "now", "{}")],
        },
      ],
      behind: last(usage),
    }),
    { ...all, ...plain },
  ],
  [
    "vLLM",
    chat({
      thought: (text) => ({
        content: null,
        reasoning: text,
        reasoning_content: text,
        tool_calls: [],
      }),
      word: (content) => ({ content, reasoning: null, tool_calls: [] }),
      calls: [
        { tool_calls: [call(0, "chatcmpl-tool-a", "read", null)] },
        ...cut(json).map((text) => piece(0, text)),
        { tool_calls: [call(1, "chatcmpl-tool-b", "now", "{}")] },
      ],
      behind: last({ ...usage, prompt_tokens_details: null }),
    }),
    { ...all, ...plain },
  ],
  [
    "llama.cpp",
    chat({
      thought: reasoningContent,
      calls: inPieces,
      beside: { timings: { cache_n: 20, prompt_n: 100, predicted_n: 60 } },
    }),
    { ...all, ...counts(100, 60, 0, 20, 0) },
  ],
  [
    "LM Studio",
    chat({
      thought: reasoning,
      calls: [
        { tool_calls: [call(0, "413882207", "read", "")] },
        ...cut(json).map((text) => piece(0, text)),
        { tool_calls: [call(1, "520993318", "now", "")] },
      ],
      behind: last(usage),
    }),
    { ...all, ...plain },
  ],
  [
    "LiteLLM",
    chat({
      thought: (text) => ({
        reasoning_content: text,
        thinking_blocks: [{ type: "thinking", thinking: text, signature: "" }],
      }),
      calls: [
        { tool_calls: [call(0, "toolu_A", "read", "")] },
        ...cut(json).map((text) => ({
          tool_calls: [
            { index: 0, id: null, type: "function", function: { name: null, arguments: text } },
          ],
        })),
        { tool_calls: [call(1, "toolu_B", "now", "")] },
      ],
      behind: [
        { id, choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] },
        ...last({
          ...usage,
          cache_creation_input_tokens: 0,
          cache_read_input_tokens: 40,
          prompt_tokens_details: { cached_tokens: 40 },
        }),
      ],
    }),
    { ...all, ...counts(80, 60, 0, 40, 0) },
  ],
  [
    "SGLang",
    chat({
      thought: reasoningContent,
      word: (content) => ({ role: "", content, reasoning_content: "" }),
      calls: inPieces,
      behind: last(usage),
    }),
    { ...all, ...plain },
  ],
  ["TGI", chat({ calls: whole({}, { id: "0" }), behind: last(usage) }), { ...unthought, ...plain }],
  [
    "Together",
    chat({
      thought: reasoning,
      word: (content) => ({ role: "assistant", content, token_id: 42 }),
      calls: inPieces,
      beside: { usage },
    }),
    { ...all, ...plain },
  ],
  [
    "Fireworks",
    chat({ thought: reasoningContent, calls: inPieces, beside: { usage }, done: true }),
    { ...all, ...plain },
  ],
  [
    "Cerebras",
    chat({
      thought: reasoning,
      calls: whole(),
      beside: { usage: reasoned, time_info: { total_time: 0.1 } },
    }),
    { ...all, ...thinking },
  ],
  ["Cohere's endpoint", chat({ calls: inPieces, behind: last(usage) }), { ...unthought, ...plain }],
  [
    "Perplexity",
    chat({
      calls: [],
      finish: "stop",
      beside: {
        usage: { ...usage, search_context_size: "low" },
        citations: ["https://example.com"],
        search_results: [{ title: "t" }],
      },
    }),
    { ...unthought, calls: [], end: "end-turn", ...plain },
  ],
  [
    "GitHub Copilot",
    chat({ thought: (text) => ({ reasoning_text: text }), calls: inPieces, behind: last(usage) }),
    { ...all, ...plain },
  ],
  [
    "Snowflake",
    chat({ thought: reasoning, calls: inPieces, finish: "", behind: last(usage) }),
    { ...all, end: "unknown", ...plain },
  ],
];

const on = (type: string, members: object = {}) => [type, { type, ...members }] as const;
const start = (index: number, block: object) =>
  on("content_block_start", { index, content_block: block });
const delta = (index: number, type: string, members: object) =>
  on("content_block_delta", { index, delta: { type, ...members } });
const stop = (index: number) => on("content_block_stop", { index });
const begun = (counts: unknown) =>
  on("message_start", {
    message: {
      id: "msg_1",
      type: "message",
      role: "assistant",
      content: [],
      model: "m",
      stop_reason: null,
      usage: counts,
    },
  });
const ended = (counts: unknown, reason = "tool_use") => [
  on("message_delta", { delta: { stop_reason: reason, stop_sequence: null }, usage: counts }),
  on("message_stop"),
];
const said = (index: number) => [
  start(index, { type: "text", text: "" }),
  ...cut(text).map((piece) => delta(index, "text_delta", { text: piece })),
  stop(index),
];
const thought = (index: number, signature: string | null) => [
  start(index, { type: "thinking", thinking: "", ...(signature !== null && { signature: "" }) }),
  ...cut(thoughts).map((piece) => delta(index, "thinking_delta", { thinking: piece })),
  ...(signature === null ? [] : [delta(index, "signature_delta", { signature })]),
  stop(index),
];
const used = (index: number, ids = ["toolu_A", "toolu_B"]) => [
  start(index, { type: "tool_use", id: ids[0], name: "read", input: {} }),
  delta(index, "input_json_delta", { partial_json: "" }),
  ...cut(json).map((piece) => delta(index, "input_json_delta", { partial_json: piece })),
  stop(index),
  start(index + 1, { type: "tool_use", id: ids[1], name: "now", input: {} }),
  delta(index + 1, "input_json_delta", { partial_json: "" }),
  stop(index + 1),
];
const searched = [
  start(1, { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: {} }),
  delta(1, "input_json_delta", { partial_json: '{"query":"clock"}' }),
  stop(1),
  start(2, {
    type: "web_search_tool_result",
    tool_use_id: "srvtoolu_1",
    content: [
      { type: "web_search_result", url: "https://example.com", title: "t", encrypted_content: "E" },
    ],
  }),
  stop(2),
];
const cited = [
  start(3, { type: "text", text: "", citations: [] }),
  delta(3, "citations_delta", {
    citation: { type: "web_search_result_location", cited_text: "c", url: "u" },
  }),
  ...cut(text).map((piece) => delta(3, "text_delta", { text: piece })),
  stop(3),
];
const inputCounts = {
  input_tokens: 20,
  cache_creation_input_tokens: 30,
  cache_read_input_tokens: 70,
  output_tokens: 2,
};
const messageCounts = counts(20, 60, 0, 70, 30);

const messageReplies: readonly (readonly [string, string, Partial<Read>])[] = [
  [
    "Anthropic",
    frames(
      begun(inputCounts),
      on("ping"),
      ...thought(0, "EqQB"),
      ...said(1),
      ...used(2),
      ...ended({ output_tokens: 60, output_tokens_details: { thinking_tokens: 25 } }),
    ),
    { ...all, ...counts(20, 60, 25, 70, 30) },
  ],
  [
    "Anthropic, with hidden thoughts",
    frames(
      begun(inputCounts),
      start(0, { type: "redacted_thinking", data: "EmwK" }),
      stop(0),
      ...said(1),
      ...used(2),
      ...ended({ output_tokens: 60 }),
    ),
    { ...unthought, ...messageCounts },
  ],
  [
    "Anthropic, with a search and citations",
    frames(
      begun(inputCounts),
      ...thought(0, "EqQB"),
      ...searched,
      ...cited,
      ...used(4),
      ...ended({ output_tokens: 60, server_tool_use: { web_search_requests: 1 } }),
    ),
    { ...all, ...messageCounts },
  ],
  [
    "Bedrock",
    frames(
      begun(inputCounts),
      ...thought(0, "EqQB"),
      ...said(1),
      ...used(2, ["toolu_bdrk_A", "toolu_bdrk_B"]),
      ended({ output_tokens: 60 })[0],
      on("message_stop", {
        "amazon-bedrock-invocationMetrics": {
          inputTokenCount: 20,
          outputTokenCount: 60,
          invocationLatency: 9,
          cacheReadInputTokenCount: 70,
          cacheWriteInputTokenCount: 30,
        },
      }),
    ),
    { ...all, ...messageCounts },
  ],
  [
    "Vertex",
    frames(
      on("vertex_event"),
      begun(inputCounts),
      on("ping"),
      ...thought(0, "EqQB"),
      on("ping"),
      ...said(1),
      ...used(2),
      ...ended({ output_tokens: 60 }),
    ),
    { ...all, ...messageCounts },
  ],
  [
    "DeepSeek",
    frames(
      begun({ input_tokens: 120, output_tokens: 0 }),
      ...thought(0, null),
      ...said(1),
      ...used(2, ["call_00_A", "call_01_B"]),
      ended({ output_tokens: 60 })[0],
    ),
    { ...all, ...plain },
  ],
  [
    "Kimi",
    frames(
      begun({ input_tokens: 0, output_tokens: 0 }),
      ...thought(0, null),
      ...said(1),
      ...used(2, ["read:0", "now:1"]),
      ...ended({ input_tokens: 50, cache_read_input_tokens: 70, output_tokens: 60 }),
    ),
    { ...all, ...counts(50, 60, 0, 70, 0) },
  ],
  [
    "GLM",
    frames(
      begun({ input_tokens: 0, output_tokens: 0 }),
      ...said(0),
      start(1, { type: "tool_use", id: "call_A", name: "read", input }),
      stop(1),
      start(2, { type: "tool_use", id: "call_B", name: "now", input: {} }),
      stop(2),
      ...ended({ input_tokens: 120, output_tokens: 60 }, "end_turn"),
    ),
    { ...unthought, end: "end-turn", ...plain },
  ],
];

const output = (index: number, what: string, item: object) =>
  on(`response.output_item.${what}`, { output_index: index, item });
const place = (index: number, item: string) => ({ item_id: item, output_index: index });
const functionCall = (item: string, callId: string, name: string, text: string) => ({
  type: "function_call",
  id: item,
  call_id: callId,
  name,
  arguments: text,
  status: "completed",
});
const calls = (index: number, isInPieces = true) => [
  output(index, "added", functionCall("fc_1", "call_A1", "read", "")),
  ...(isInPieces ? cut(json) : []).map((piece) =>
    on("response.function_call_arguments.delta", { ...place(index, "fc_1"), delta: piece }),
  ),
  on("response.function_call_arguments.done", { ...place(index, "fc_1"), arguments: json }),
  output(index, "done", functionCall("fc_1", "call_A1", "read", json)),
  output(index + 1, "added", functionCall("fc_2", "call_B2", "now", "")),
  on("response.function_call_arguments.done", { ...place(index + 1, "fc_2"), arguments: "{}" }),
  output(index + 1, "done", functionCall("fc_2", "call_B2", "now", "{}")),
];
const message = {
  type: "message",
  id: "msg_1",
  role: "assistant",
  status: "completed",
  content: [{ type: "output_text", text, annotations: [] }],
};
const words = (index: number) => [
  output(index, "added", { ...message, content: [], status: "in_progress" }),
  on("response.content_part.added", {
    ...place(index, "msg_1"),
    content_index: 0,
    part: { type: "output_text", text: "" },
  }),
  ...cut(text).map((piece) =>
    on("response.output_text.delta", {
      ...place(index, "msg_1"),
      content_index: 0,
      delta: piece,
      logprobs: [],
    }),
  ),
  on("response.output_text.done", { ...place(index, "msg_1"), content_index: 0, text }),
  on("response.content_part.done", {
    ...place(index, "msg_1"),
    content_index: 0,
    part: message.content[0],
  }),
  output(index, "done", message),
];
const summary = {
  type: "reasoning",
  id: "rs_1",
  encrypted_content: "gAAA",
  summary: [{ type: "summary_text", text: thoughts }],
};
const summarised = [
  output(0, "added", { ...summary, summary: [] }),
  on("response.reasoning_summary_part.added", {
    ...place(0, "rs_1"),
    summary_index: 0,
    part: { type: "summary_text", text: "" },
  }),
  ...cut(thoughts).map((piece) =>
    on("response.reasoning_summary_text.delta", {
      ...place(0, "rs_1"),
      summary_index: 0,
      delta: piece,
    }),
  ),
  on("response.reasoning_summary_text.done", {
    ...place(0, "rs_1"),
    summary_index: 0,
    text: thoughts,
  }),
  on("response.reasoning_summary_part.done", {
    ...place(0, "rs_1"),
    summary_index: 0,
    part: summary.summary[0],
  }),
  output(0, "done", summary),
];
const openThought = {
  type: "reasoning",
  id: "rs_1",
  summary: [],
  content: [{ type: "reasoning_text", text: thoughts }],
};
const opened = (part: string) => [
  output(0, "added", { ...openThought, content: [] }),
  on(`response.${part}.added`, {
    ...place(0, "rs_1"),
    content_index: 0,
    part: { type: "reasoning_text", text: "" },
  }),
  ...cut(thoughts).map((piece) =>
    on("response.reasoning_text.delta", { ...place(0, "rs_1"), content_index: 0, delta: piece }),
  ),
  on("response.reasoning_text.done", { ...place(0, "rs_1"), content_index: 0, text: thoughts }),
  on(`response.${part}.done`, {
    ...place(0, "rs_1"),
    content_index: 0,
    part: openThought.content[0],
  }),
  output(0, "done", openThought),
];
const made = [
  functionCall("fc_1", "call_A1", "read", json),
  functionCall("fc_2", "call_B2", "now", "{}"),
];
const responseUsage = {
  input_tokens: 120,
  input_tokens_details: { cached_tokens: 100 },
  output_tokens: 60,
  output_tokens_details: { reasoning_tokens: 25 },
  total_tokens: 180,
};
const completed = (items: readonly object[], counts: object = responseUsage) =>
  on("response.completed", {
    response: {
      id: "resp_1",
      object: "response",
      status: "completed",
      error: null,
      incomplete_details: null,
      output: items,
      usage: counts,
    },
  });
const created = ["created", "in_progress"].map((step) =>
  on(`response.${step}`, {
    response: { id: "resp_1", object: "response", status: "in_progress", output: [], usage: null },
  }),
);
const responseCounts = counts(20, 60, 25, 100, 0);

const responseReplies: readonly (readonly [string, string, Partial<Read>])[] = [
  [
    "OpenAI",
    frames(
      ...created,
      ...summarised,
      ...words(1),
      ...calls(2),
      completed([summary, message, ...made]),
    ),
    { ...all, ...responseCounts },
  ],
  [
    "OpenAI, with a search",
    frames(
      ...created,
      ...summarised,
      output(1, "added", { type: "web_search_call", id: "ws_1", status: "in_progress" }),
      on("response.web_search_call.searching", place(1, "ws_1")),
      output(1, "done", {
        type: "web_search_call",
        id: "ws_1",
        status: "completed",
        action: { type: "search", query: "clock" },
      }),
      ...words(2),
      ...calls(3),
      completed([summary, message, ...made]),
    ),
    { ...all, ...responseCounts },
  ],
  [
    "DeepSeek",
    frames(
      ...created,
      ...opened("content_part"),
      ...words(1),
      ...calls(2),
      completed([openThought, message, ...made]),
    ),
    { ...all, ...responseCounts },
  ],
  [
    "vLLM",
    frames(...created, ...opened("reasoning_part"), ...words(1), ...calls(2), completed([])),
    { ...all, ...responseCounts },
  ],
  [
    "LM Studio",
    frames(
      ...created,
      ...opened("content_part"),
      ...words(1),
      ...calls(2, false),
      completed([openThought, message, ...made]),
    ),
    { ...all, ...responseCounts },
  ],
  [
    "OpenRouter",
    ": OPENROUTER PROCESSING\n\n" +
      frames(
        ...created,
        ...opened("content_part"),
        ...words(1),
        ...calls(2),
        completed([openThought, message, ...made]),
      ) +
      "data: [DONE]\n\n",
    { ...all, ...responseCounts },
  ],
  [
    "xAI",
    frames(
      ...created,
      ...summarised,
      ...words(1),
      ...calls(2, false),
      completed([summary, message, ...made], { ...responseUsage, num_sources_used: 0 }),
    ),
    { ...all, ...responseCounts },
  ],
];

const replies = (
  [
    ["chat", chatReplies],
    ["messages", messageReplies],
    ["responses", responseReplies],
  ] as const
).flatMap(([wire, of]) => of.map(([who, stream, made]) => [who, wire, stream, made] as const));

test.each<readonly [string, Wire, string, Partial<Read>]>(replies)(
  "nothing of a reply of %s is lost, on the wire of %s",
  async (_who, wire, stream, made) => {
    expect(await read(wire, stream)).toMatchObject(made);
  },
);
