import type { Json, JsonObject } from "../../src/core/json.ts";
import { createMockProvider } from "../../src/mock-provider/mock-provider.ts";
import { immediatePacer } from "../../src/mock-provider/sending/pacer.ts";
import { anthropicHeaders } from "./anthropic-headers.ts";
import { recording } from "./recording.ts";
import { alwaysReply, replyOf } from "./reply-of.ts";

/** A wire, a body that says as much as a body of it can, and what of it is the client's own business. */
export interface WholeBody {
  readonly path: string;
  readonly body: JsonObject;
  /** Beginnings of the paths of members that hold whatever a client likes. */
  readonly free: readonly string[];
}

const schema = { type: "object", properties: { path: { type: "string" } }, required: ["path"] };
const cached = { cache_control: { type: "ephemeral", ttl: "5m" } };
const png = { type: "base64", media_type: "image/png", data: "AAAA" };

const anthropic: WholeBody = {
  path: "/v1/messages",
  free: [
    "messages.1.content.2.input.",
    "tools.0.input_schema.properties.",
    "tools.0.input_examples.0.",
    "output_config.format.schema.",
  ],
  body: {
    model: "claude-test",
    max_tokens: 2_000,
    stream: false,
    temperature: 1,
    top_p: 0.5,
    top_k: 5,
    stop_sequences: ["END"],
    metadata: { user_id: "u" },
    service_tier: "auto",
    inference_geo: "us",
    output_config: { effort: "high", format: { type: "json_schema", schema } },
    system: [{ type: "text", text: "be brief", ...cached }],
    tools: [
      {
        type: "custom",
        name: "read",
        description: "reads",
        input_schema: schema,
        strict: true,
        input_examples: [{ path: "a" }],
      },
      { type: "web_search_20260318", name: "web_search", max_uses: 2, allowed_domains: ["a.b"] },
    ],
    tool_choice: { type: "auto", disable_parallel_tool_use: true },
    messages: [
      {
        role: "user",
        content: [
          { type: "image", source: png },
          { type: "document", title: "t", source: { type: "url", url: "https://a.b/c.pdf" } },
          {
            type: "document",
            source: { type: "content", content: [{ type: "text", text: "a" }] },
            citations: { enabled: true },
          },
          {
            type: "search_result",
            content: [{ type: "text", text: "a" }],
            source: "s",
            title: "t",
          },
          { type: "text", text: "look" },
        ],
      },
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "hm", signature: "s" },
          { type: "redacted_thinking", data: "d" },
          { type: "tool_use", id: "a", name: "read", input: { path: "x" } },
        ],
      },
      {
        role: "user",
        content: [
          {
            type: "tool_result",
            tool_use_id: "a",
            is_error: false,
            content: [
              { type: "text", text: "ok" },
              { type: "image", source: png },
            ],
          },
        ],
      },
    ],
  },
};

const parameters = { parameters: schema, description: "reads", strict: false };

const chat: WholeBody = {
  path: "/v1/chat/completions",
  free: [
    "tools.0.function.parameters.properties",
    "tools.0.function.parameters.required",
    "response_format.json_schema.schema.",
  ],
  body: {
    model: "gpt-test",
    stream: false,
    temperature: 0.5,
    top_p: 0.5,
    presence_penalty: 1,
    frequency_penalty: 1,
    logprobs: true,
    top_logprobs: 2,
    user: "u",
    seed: 7,
    safety_identifier: "s",
    prompt_cache_key: "k",
    service_tier: "auto",
    store: true,
    metadata: { note: "n" },
    verbosity: "low",
    stop: ["END"],
    reasoning_effort: "low",
    logit_bias: { "5": 1 },
    n: 1,
    max_completion_tokens: 100,
    parallel_tool_calls: true,
    tool_choice: { type: "function", function: { name: "read" } },
    tools: [{ type: "function", function: { name: "read", ...parameters } }],
    response_format: {
      type: "json_schema",
      json_schema: { name: "answer", schema, description: "d", strict: true },
    },
    messages: [
      { role: "developer", content: "be brief", name: "dev" },
      { role: "system", content: [{ type: "text", text: "be kind" }] },
      {
        role: "user",
        content: [
          { type: "text", text: "look" },
          { type: "image_url", image_url: { url: "https://a.b/c.png", detail: "low" } },
          { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } },
          { type: "file", file: { file_id: "f" } },
        ],
      },
      {
        role: "assistant",
        content: [{ type: "refusal", refusal: "no" }],
        tool_calls: [{ id: "a", type: "function", function: { name: "read", arguments: "{}" } }],
      },
      { role: "tool", tool_call_id: "a", content: [{ type: "text", text: "ok" }] },
    ],
  },
};

const responses: WholeBody = {
  path: "/v1/responses",
  free: ["tools.0.parameters.properties", "tools.0.parameters.required", "text.format.schema."],
  body: {
    model: "gpt-test",
    stream: false,
    instructions: "be brief",
    include: ["reasoning.encrypted_content"],
    metadata: { note: "n" },
    temperature: 0.5,
    top_p: 0.5,
    parallel_tool_calls: true,
    background: false,
    max_output_tokens: 100,
    max_tool_calls: 2,
    reasoning: { effort: "low", summary: "auto" },
    user: "u",
    safety_identifier: "s",
    prompt_cache_key: "k",
    truncation: "auto",
    store: true,
    service_tier: "auto",
    top_logprobs: 2,
    tool_choice: { type: "function", name: "read" },
    tools: [
      { type: "function", name: "read", ...parameters },
      { type: "custom", name: "patch", description: "d" },
      { type: "web_search", search_context_size: "low" },
    ],
    text: {
      verbosity: "low",
      format: { type: "json_schema", name: "answer", schema, strict: true },
    },
    input: [
      { type: "message", role: "developer", content: "be brief" },
      {
        role: "user",
        content: [
          { type: "input_text", text: "look" },
          { type: "input_image", image_url: "https://a.b/c.png", detail: "low" },
          { type: "input_file", file_id: "f", filename: "a.pdf" },
        ],
      },
      {
        type: "reasoning",
        id: "rs_1",
        summary: [{ type: "summary_text", text: "hm" }],
        encrypted_content: "e",
      },
      {
        type: "message",
        role: "assistant",
        id: "msg_1",
        status: "completed",
        content: [{ type: "output_text", text: "so", annotations: [] }],
      },
      { type: "function_call", id: "fc_1", call_id: "a", name: "read", arguments: "{}" },
      { type: "function_call_output", call_id: "a", output: [{ type: "input_text", text: "ok" }] },
    ],
  },
};

export const wholeBodies: readonly WholeBody[] = [anthropic, chat, responses];

export interface Verdict {
  readonly status: number;
  /** Of the error, in whichever wire's shape; `null` where it has none. */
  readonly message: string | null;
}

/** What a mock answers to a text, whatever the text; it rejects only where the mock throws. */
export async function verdictOn(path: string, text: string): Promise<Verdict> {
  const mock = createMockProvider({
    source: alwaysReply(replyOf([{ type: "text", text: "ok" }])),
    pacer: immediatePacer,
    observer: recording(),
    nowMs: () => 0,
  });
  const response = await mock.fetch(`http://mock.invalid${path}`, {
    method: "POST",
    headers: { ...anthropicHeaders, authorization: "Bearer key" },
    body: text,
  });
  const { status } = response;
  const said = await response.text();
  return { status, message: status === 200 ? null : messageIn(path, JSON.parse(said) as Json) };
}

/** Its type, its parameter and its code are texts or `null`, and it has a request's id where its wire has one. */
function messageIn(path: string, said: Json): string | null {
  const { type, error, request_id: id } = said as JsonObject;
  const { message, ...others } = error as JsonObject;
  const isOfWire =
    path === "/v1/messages"
      ? type === "error" && typeof id === "string" && typeof others.type === "string"
      : ["code", "param", "type"].every((name) => name in others) &&
        Object.values(others).every((value) => value === null || typeof value === "string");
  return isOfWire && typeof message === "string" && message !== "" ? message : null;
}

/** The path of every member of a value, however deep, its own not among them. */
export function pathsIn(value: Json, prefix = ""): readonly string[] {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    prefix + name,
    ...pathsIn(inner, `${prefix}${name}.`),
  ]);
}

/** The value at a path. */
export function valueAt(value: Json, path: string): Json {
  return path
    .split(".")
    .reduce<Json>((holder, name) => (holder as JsonObject)[name] ?? null, value);
}

/** The same with another value at a path. */
export function withValue(value: Json, path: string, other: Json): Json {
  const [name = "", ...rest] = path.split(".");
  const inner = rest.length === 0 ? other : withValue(valueAt(value, name), rest.join("."), other);
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === name ? inner : item));
  return { ...(value as JsonObject), [name]: inner };
}
