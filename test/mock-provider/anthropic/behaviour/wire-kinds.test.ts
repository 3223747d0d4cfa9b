import { describe, expect, test } from "bun:test";
import Anthropic from "@anthropic-ai/sdk";
import type {
  ContentBlock,
  ContentBlockParam,
  MessageCountTokensParams,
  MessageCreateParams,
  RawContentBlockDelta,
  RawMessageStreamEvent,
  StopReason,
  ThinkingConfigParam,
  ToolChoice,
} from "@anthropic-ai/sdk/resources/messages";
import type { JsonObject } from "../../../../src/core/json.ts";
import type { StopReason as OurStopReason } from "../../../../src/core/reply/delta.ts";
import type { inputBlocks } from "../../../../src/mock-provider/anthropic/check-content.ts";
import type {
  countMembers,
  messageMembers,
} from "../../../../src/mock-provider/anthropic/check-request.ts";
import type { thinkingTypes } from "../../../../src/mock-provider/anthropic/check-thinking.ts";
import type { toolChoices } from "../../../../src/mock-provider/anthropic/check-tools.ts";
import { createMockProvider } from "../../../../src/mock-provider/mock-provider.ts";
import { immediatePacer } from "../../../../src/mock-provider/sending/pacer.ts";
import type { Reply, SaidPart } from "../../../../src/mock-provider/reply.ts";
import { anthropicHeaders } from "../../anthropic-headers.ts";
import { alwaysReply, replyOf, workerAddress } from "../../reply-of.ts";
import { silentObserver } from "../../../../src/mock-provider/observer.ts";

// What the SDK's types know. A new version of it that knows more does not compile here.

/** `true` where both name the same; else what only one of them names. */
type Same<Ours, Sdk> = [Exclude<Sdk, Ours>] extends [never]
  ? [Exclude<Ours, Sdk>] extends [never]
    ? true
    : { readonly unknownToTheSdk: Exclude<Ours, Sdk> }
  : { readonly unknownToUs: Exclude<Sdk, Ours> };

const exhaustive = <_Check extends true>() => {};

exhaustive<Same<keyof typeof inputBlocks, ContentBlockParam["type"]>>();
exhaustive<Same<(typeof toolChoices)[number], ToolChoice["type"]>>();
exhaustive<Same<(typeof thinkingTypes)[number], ThinkingConfigParam["type"]>>();
exhaustive<Same<(typeof countMembers)[number], BodyMember<MessageCountTokensParams>>>();
/** Members that the SDK's types no longer have and older clients still send. */
type Sampling = "temperature" | "top_k" | "top_p";
exhaustive<
  Same<
    Exclude<(typeof countMembers | typeof messageMembers)[number], Sampling>,
    BodyMember<MessageCreateParams>
  >
>();
/** `betas` and the like go into headers. */
type BodyMember<Params> = Params extends unknown ? Exclude<keyof Params, "betas"> : never;

const direct = { caller: { type: "direct" } } as const;
const ofCall = { tool_use_id: "srvtoolu_1" } as const;

/** One block of each kind; those that our scripts have words for as such, the others as the wire spells them. */
const blocks: Readonly<Record<ContentBlock["type"], SaidPart>> = {
  text: {
    type: "provider-block",
    block: {
      type: "text",
      text: "As it is said.",
      citations: [
        {
          type: "char_location",
          cited_text: "said",
          document_index: 0,
          document_title: null,
          start_char_index: 0,
          end_char_index: 4,
          file_id: null,
        },
      ],
    },
  },
  thinking: { type: "thinking", text: "Hm." },
  redacted_thinking: { type: "redacted-thinking", data: "b64" },
  tool_use: { type: "tool-use", tool: "read", input: { file_path: "a" }, callId: "toolu_1" },
  server_tool_use: provider({
    type: "server_tool_use",
    id: "srvtoolu_1",
    name: "web_search",
    input: { query: "q" },
    ...direct,
  }),
  web_search_tool_result: provider({
    type: "web_search_tool_result",
    ...ofCall,
    ...direct,
    content: [],
  }),
  web_fetch_tool_result: provider({
    type: "web_fetch_tool_result",
    ...ofCall,
    ...direct,
    content: { type: "web_fetch_tool_result_error", error_code: "unavailable" },
  }),
  code_execution_tool_result: provider({
    type: "code_execution_tool_result",
    ...ofCall,
    content: { type: "code_execution_tool_result_error", error_code: "unavailable" },
  }),
  bash_code_execution_tool_result: provider({
    type: "bash_code_execution_tool_result",
    ...ofCall,
    content: { type: "bash_code_execution_tool_result_error", error_code: "unavailable" },
  }),
  text_editor_code_execution_tool_result: provider({
    type: "text_editor_code_execution_tool_result",
    ...ofCall,
    content: {
      type: "text_editor_code_execution_tool_result_error",
      error_code: "unavailable",
      error_message: null,
    },
  }),
  tool_search_tool_result: provider({
    type: "tool_search_tool_result",
    ...ofCall,
    content: { type: "tool_search_tool_search_result", tool_references: [] },
  }),
  container_upload: provider({ type: "container_upload", file_id: "file_1" }),
};

function provider(block: JsonObject & { readonly type: ContentBlock["type"] }): SaidPart {
  return { type: "provider-block", block };
}

const events: Readonly<Record<RawMessageStreamEvent["type"], true>> = {
  message_start: true,
  message_delta: true,
  message_stop: true,
  content_block_start: true,
  content_block_delta: true,
  content_block_stop: true,
};

const deltas: Readonly<Record<RawContentBlockDelta["type"], true>> = {
  text_delta: true,
  input_json_delta: true,
  citations_delta: true,
  thinking_delta: true,
  signature_delta: true,
};

const stopReasons: Readonly<Record<StopReason, OurStopReason>> = {
  end_turn: "end-turn",
  max_tokens: "max-tokens",
  stop_sequence: "stop-sequence",
  tool_use: "tool-use",
  pause_turn: "pause-turn",
  refusal: "refusal",
  model_context_window_exceeded: "context-exceeded",
};

const everything = replyOf(Object.values(blocks), { deltaCharacters: 64 });

function open(reply: Reply) {
  const { fetchFor } = createMockProvider({
    source: alwaysReply(reply),
    pacer: immediatePacer,
    observer: silentObserver,
    nowMs: () => 0,
  });
  return fetchFor(workerAddress);
}

const asked = {
  model: "claude-test",
  max_tokens: 100,
  stop_sequences: ["END"],
  messages: [{ role: "user", content: "all of it" }],
} as const;

const clientOf = (reply: Reply): Anthropic =>
  new Anthropic({ apiKey: "k", baseURL: "http://mock.invalid", fetch: open(reply), maxRetries: 0 });

const stream = async (reply: Reply): Promise<string> => {
  const response = await open(reply)("http://mock.invalid/v1/messages", {
    method: "POST",
    headers: anthropicHeaders,
    body: JSON.stringify({ ...asked, stream: true }),
  });
  return await response.text();
};

test("a stream of everything is, byte by byte, what was written down", async () => {
  const golden = await Bun.file(`${import.meta.dir}/../golden/every-kind.sse`).text();
  expect(await stream(everything)).toBe(golden);
});

test("it has every kind of event, of block and of delta that the SDK knows", async () => {
  const sent = (await stream(everything)).split("\n\n").flatMap((frame) => {
    const data = frame.split("data: ")[1];
    return data === undefined ? [] : [JSON.parse(data) as JsonObject];
  });
  const kinds = (member: string) => [
    ...new Set(sent.flatMap((event) => (isObject(event[member]) ? [event[member].type] : []))),
  ];
  expect(new Set(sent.map(({ type }) => type))).toEqual(new Set([...Object.keys(events), "ping"]));
  expect(kinds("content_block")).toEqual(Object.keys(blocks));
  expect(new Set(kinds("delta"))).toEqual(new Set([undefined, ...Object.keys(deltas)]));
});

const isObject = (value: unknown): value is JsonObject =>
  value !== null && typeof value === "object" && !Array.isArray(value);

test("text that cites nothing says nothing of citations, streamed or in one piece", async () => {
  const plain = replyOf([{ type: "text", text: "so" }]);
  const whole = await open(plain)("http://mock.invalid/v1/messages", {
    method: "POST",
    headers: anthropicHeaders,
    body: JSON.stringify(asked),
  });
  expect(await whole.json()).toHaveProperty("content", [{ type: "text", text: "so" }]);
  expect(await stream(plain)).toContain('"content_block":{"type":"text","text":""}}');
});

test("the SDK makes the same message of it, streamed or in one piece", async () => {
  const client = clientOf(everything);
  const streamed = await client.messages
    .stream({ ...asked, messages: [...asked.messages], stop_sequences: ["END"] })
    .finalMessage();
  const whole = await client.messages.create({
    ...asked,
    messages: [...asked.messages],
    stop_sequences: ["END"],
  });
  expect<unknown>(streamed.content).toEqual(whole.content);
  expect(whole.content.map(({ type }) => type)).toEqual(
    Object.keys(blocks) as ContentBlock["type"][],
  );
  expect(streamed.usage).toMatchObject({ ...whole.usage });
});

describe("a stop for", () => {
  test.each(Object.entries(stopReasons))("%s", async (wire, ours) => {
    const reply = replyOf([{ type: "text", text: "so" }], { stopReason: ours });
    const message = await clientOf(reply).messages.create({
      ...asked,
      messages: [...asked.messages],
      stop_sequences: ["END"],
    });
    expect(String(message.stop_reason)).toBe(wire);
    expect(message.stop_sequence).toBe(wire === "stop_sequence" ? "END" : null);
    expect(message.stop_details?.type).toBe(wire === "refusal" ? "refusal" : undefined);
  });
});
