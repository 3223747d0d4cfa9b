import { conclude, emptyDraft, extend } from "../../../src/core/reply/draft.ts";
import type { ModelRequest } from "../../../src/core/effect.ts";
import type { Failure } from "../../../src/core/failure.ts";
import type { Message } from "../../../src/core/message.ts";
import { userText } from "../../../src/core/message.ts";
import type { KnownTraits } from "../../../src/core/server.ts";
import { realClock } from "../../../src/clock/real-clock.ts";
import { anthropicProvider } from "../../../src/providers/anthropic.ts";
import { openaiProvider } from "../../../src/providers/openai.ts";
import { collect, requestOf } from "../provider-fixture.ts";

/** The wires that the conductor speaks. */
export type Wire = "chat" | "messages" | "responses";
export const wires = ["chat", "messages", "responses"] as const;

/** What a server answers: the text of a stream, its bytes, or a response of its own. */
export type Answer = string | Uint8Array | (() => Response);

/** What a worker's session makes of an answer. */
export interface Read {
  readonly text: string;
  readonly thoughts: string;
  /** Each call's tool with its input; with what the model is told of it, where it is no input. */
  readonly calls: readonly (readonly [string, unknown])[];
  readonly ids: readonly string[];
  /** In, out, of which thought, read from the cache, written to it; `null`: nothing was told. */
  readonly usage: readonly number[] | null;
  /** The stop reason, or the failure's code. */
  readonly end: string;
  readonly failure: Failure | null;
  /** Why the reply is neither a report nor a call; `null`: it is one. */
  readonly flaw: string | null;
  /** What stands in the conversation for it. */
  readonly message: Message;
}

const baseURL = "http://mock.invalid/v1";

/** A server that answers whatever it is asked, and keeps what it was sent. */
function serverOf(wire: Wire, answer: Answer) {
  const asked: Record<string, unknown>[] = [];
  const call = async (_input: string | URL | Request, init?: RequestInit) => {
    asked.push(JSON.parse(String(init?.body)) as Record<string, unknown>);
    if (typeof answer === "function") return answer();
    return new Response(answer as string, { headers: { "content-type": "text/event-stream" } });
  };
  const options = {
    apiKey: "key-0123456789",
    baseURL,
    fetchFor: () => Object.assign(call, { preconnect: () => {} }),
    clock: realClock,
  };
  const provider = wire === "messages" ? anthropicProvider(options) : openaiProvider(options);
  const traits: KnownTraits = { api: wire === "responses" ? "responses" : "chat" };
  return {
    asked,
    send: async (changes: Partial<ModelRequest> = {}) =>
      await collect(
        provider.stream(
          requestOf({ ...changes, traits: { ...traits, ...changes.traits } }),
          new AbortController().signal,
        ),
      ),
  };
}

/** Reads an answer by the wire's own edge, and makes of it what the core does. */
export async function read(wire: Wire, answer: Answer): Promise<Read> {
  const { deltas, events, last } = await serverOf(wire, answer).send({
    tools: ["read", "write", "bash", "now"].map((name) => ({
      name,
      description: name,
      inputSchema: { type: "object" },
    })),
  });
  const draft = emptyDraft();
  for (const delta of deltas) extend(draft, delta);
  const usage = events.findLast((event) => event.type === "usage")?.usage ?? null;
  const stopReason = last?.type === "completed" ? last.stopReason : null;
  const judged = { tier: "tier3", maxOutputTokens: 1_000 } as const;
  const made = stopReason === null ? null : conclude(draft, { ...judged, stopReason });
  const content = made?.ok === true ? made.content : [];
  const problems = made?.ok === true ? made.problems : new Map<string, string>();
  const uses = content.filter((block) => block.type === "tool-use");
  const failure = last?.type === "failed" ? last.failure : made?.ok === false ? made.failure : null;
  return {
    text: draft.text,
    thoughts: deltas.map((delta) => (delta.type === "thinking" ? delta.text : "")).join(""),
    calls: uses.map(({ callId, tool, input }) => [tool, problems.get(callId) ?? input]),
    ids: uses.map(({ callId }) => callId),
    usage: usage === null ? null : Object.values(usage),
    end: failure?.code ?? stopReason ?? "none",
    failure,
    flaw: made?.ok === true ? (made.flaw?.failure.code ?? null) : null,
    message: { role: "assistant", content },
  };
}

/** The body of the next turn's request, after an answer was read and its calls have their results. */
export async function sentBack(
  wire: Wire,
  answer: Answer,
  traits: KnownTraits = {},
): Promise<Record<string, unknown>> {
  const { message } = await read(wire, answer);
  const results = message.content.flatMap((block) =>
    block.type === "tool-use"
      ? [{ type: "tool-result" as const, callId: block.callId, text: "done", isError: false }]
      : [],
  );
  const next: Message =
    results.length > 0 ? { role: "user", content: results } : userText("Go on, then.");
  const { asked, send } = serverOf(wire, () => Response.json({}, { status: 500 }));
  await send({ messages: [userText("Do the ticket."), message, next], traits });
  return asked[0]!;
}

/** What comes of one request, and the body that it had. */
export async function sendTo(wire: Wire, answer: Answer, changes: Partial<ModelRequest>) {
  const { asked, send } = serverOf(wire, answer);
  return { ...(await send(changes)), body: asked[0]! };
}

/** Values as the frames of a stream. */
export const frames = (...values: readonly unknown[]): string => values.map(frame).join("");

/** `[event, data]` is a named event; a text stands as it is. */
function frame(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return `event: ${value[0]}\ndata: ${JSON.stringify(value[1])}\n\n`;
  return `data: ${JSON.stringify(value)}\n\n`;
}

export const done = "data: [DONE]\n\n";

/** One chunk of Chat Completions. */
export const chunk = (delta: unknown, finish: unknown = null, members: object = {}): object => ({
  id: "c-1",
  object: "chat.completion.chunk",
  choices: [{ index: 0, delta, finish_reason: finish }],
  ...members,
});

export const chatUsage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };
export const counted = { id: "c-1", choices: [], usage: chatUsage };

/** A piece of a call of Chat Completions. */
export const piece = (call: object, finish: unknown = null): object =>
  chunk({ tool_calls: [call] }, finish);

/** An event of the Messages API. */
export const event = (type: string, members: object = {}): readonly [string, object] => [
  type,
  { type, ...members },
];
export const start = (block: unknown, index: unknown = 0) =>
  event("content_block_start", { index, content_block: block });
export const delta = (type: string, members: object, index: unknown = 0) =>
  event("content_block_delta", { index, delta: { type, ...members } });
export const stop = (index: unknown = 0) => event("content_block_stop", { index });
export const messageStart = (usage: unknown = { input_tokens: 100, output_tokens: 1 }) =>
  event("message_start", { message: { id: "m-1", role: "assistant", content: [], usage } });
export const messageEnd = (reason: unknown = "end_turn", usage: unknown = { output_tokens: 20 }) =>
  [
    event("message_delta", { delta: { stop_reason: reason }, usage }),
    event("message_stop"),
  ] as const;

/** The end of a response of the Responses API. */
export const completed = (members: object = {}) =>
  event("response.completed", {
    response: {
      id: "r-1",
      status: "completed",
      output: [],
      usage: { input_tokens: 100, output_tokens: 20 },
      ...members,
    },
  });
export const item = (what: "added" | "done", value: object, index: unknown = 0) =>
  event(`response.output_item.${what}`, { output_index: index, item: value });
