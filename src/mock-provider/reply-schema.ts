import { z } from "zod";
import type { JsonObject } from "../core/json.ts";
import type { AskedRequest } from "./reading/asked-request.ts";
import { exactly, oneOf, strict } from "../core/words/strict-schema.ts";
import type { Chunking, MadePart, RawResponse, ScriptedReply } from "./reply.ts";

const text = z.string();
const count = z.int().min(0);
const ordinal = z.int().min(1);
const jsonObject = z.record(z.string(), z.json());

const usage = strict({
  inputTokens: count.exactOptional(),
  outputTokens: count.exactOptional(),
  thinkingTokens: count.exactOptional(),
  cacheReadTokens: count.exactOptional(),
  cacheWriteTokens: count.exactOptional(),
});

export const chunkingSchema: z.ZodType<Chunking> = exactly<Chunking>()(
  z.discriminatedUnion("type", [
    strict({ type: z.literal("events") }),
    strict({
      type: z.literal("bytes"),
      sizes: z.array(ordinal).min(1),
      chunksMax: ordinal.exactOptional(),
    }),
  ]),
);

const webPage = strict({ url: text, title: text, text: text.exactOptional() });

const make = z.custom<MadePart["make"]>(
  (value) => typeof value === "function",
  "expected a function: uses(tool, request => …), says(request => …)",
);

const replyPart = z.discriminatedUnion("type", [
  strict({
    type: z.literal("text"),
    text,
    cites: z.array(webPage).exactOptional(),
    phase: oneOf(["commentary", "final_answer"]).exactOptional(),
  }),
  strict({ type: z.literal("thinking"), text }),
  strict({ type: z.literal("redacted-thinking"), data: text }),
  strict({ type: z.literal("json"), value: z.json() }),
  strict({ type: z.literal("provider-block"), block: jsonObject }),
  strict({ type: z.literal("provider-item"), item: jsonObject }),
  strict({ type: z.literal("web-search"), query: text, pages: z.array(webPage) }),
  strict({
    type: z.literal("tool-use"),
    tool: text,
    input: z.union([jsonObject, text]),
    callId: text.nullable(),
    miscalled: z.literal(true).exactOptional(),
  }),
  z.discriminatedUnion("makes", [
    strict({ type: z.literal("made"), makes: oneOf(["text", "json"]), make }),
    strict({
      type: z.literal("made"),
      makes: z.literal("tool-use"),
      tool: text,
      callId: text.nullable(),
      miscalled: z.literal(true).exactOptional(),
      make,
    }),
  ]),
]);

const stopReason = oneOf([
  "end-turn",
  "max-tokens",
  "stop-sequence",
  "tool-use",
  "pause-turn",
  "refusal",
  "context-exceeded",
  "unknown",
]);

function isPattern({ pattern, flags }: { pattern: string; flags: string }): boolean {
  try {
    return new RegExp(pattern, flags) instanceof RegExp;
  } catch {
    return false;
  }
}

export const matchesTest = strict({
  type: z.literal("matches"),
  pattern: text,
  flags: text,
}).refine(isPattern, "the pattern is no regular expression");

const containsTest = strict({ type: z.literal("contains"), text });
const memberTest = z.discriminatedUnion("type", [containsTest, matchesTest]).exactOptional();

const requestTest = z.discriminatedUnion("type", [
  containsTest,
  matchesTest,
  strict({
    type: z.literal("members"),
    members: strict({
      text: memberTest,
      system: memberTest,
      first: memberTest,
      lastUser: memberTest,
      toolResult: memberTest,
      tools: memberTest,
      model: memberTest,
    }),
  }),
  strict({
    type: z.literal("predicate"),
    description: text,
    test: z.custom<(body: JsonObject, request: AskedRequest) => boolean>(
      (value) => typeof value === "function",
      "expected a function: when(body => …), expects(body => …)",
    ),
  }),
]);

const rawChunk = z.union([
  strict({ delayMs: count, text }),
  strict({ delayMs: count, base64: z.base64() }),
]);

export const rawResponseSchema: z.ZodType<RawResponse> = exactly<RawResponse>()(
  strict({
    status: z.int().min(200).max(599),
    headers: z.record(z.string(), text),
    chunks: z.array(rawChunk),
    end: oneOf(["close", "cut", "reset", "stall"]),
  }),
);

/** One scripted reply. */
export const replySchema: z.ZodType<ScriptedReply> = exactly<ScriptedReply>()(
  strict({
    parts: z.array(replyPart),
    stopReason: stopReason.nullable(),
    usage,
    delayMs: count,
    chunkDelayMs: count,
    chunking: chunkingSchema,
    deltaCharacters: ordinal,
    when: requestTest.exactOptional(),
    group: ordinal.exactOptional(),
    times: z.union([ordinal, z.literal("any")]).exactOptional(),
    leaves: z.literal(true).exactOptional(),
    optional: z.literal(true).exactOptional(),
    expects: requestTest.exactOptional(),
    raw: rawResponseSchema.exactOptional(),
  }),
);
