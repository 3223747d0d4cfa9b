import { describe, expect, test } from "bun:test";
import { realClock } from "../../src/clock/real-clock.ts";
import type { Provider } from "../../src/ports.ts";
import { openaiProvider } from "../../src/providers/openai.ts";
import { providerConformance } from "./conformance.ts";
import { collect, requestOf, textOf } from "./provider-fixture.ts";

/** The same edge with a server that is known to want Responses. */
const onResponses = (inner: Provider): Provider => ({
  stream: (request, signal, alive) =>
    inner.stream({ ...request, traits: { ...request.traits, api: "responses" } }, signal, alive),
});

providerConformance(
  "openai-responses",
  (fetchFor) =>
    onResponses(
      openaiProvider({
        apiKey: "sk-test-0123456789",
        baseURL: "http://mock.invalid/v1",
        fetchFor,
        clock: realClock,
      }),
    ),
  { thoughts: "signed", blocks: "numbered", end: "once" },
);

const answering = (body: string) =>
  onResponses(
    openaiProvider({
      apiKey: "k",
      baseURL: "http://mock.invalid/v1",
      fetchFor: () => Object.assign(async () => new Response(body), { preconnect: () => {} }),
      clock: realClock,
    }),
  );
const outcomeOf = (body: string) =>
  collect(answering(body).stream(requestOf(), new AbortController().signal));
const eventsText = (...events: readonly object[]) =>
  events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");

describe("a response", () => {
  const call = { type: "function_call", call_id: "c1", name: "write", arguments: '{"path":"a"}' };
  const message = { type: "message", content: [{ type: "output_text", text: "Hi" }] };
  const completed = {
    type: "response.completed",
    response: { status: "completed", usage: { input_tokens: 3, output_tokens: 2 } },
  };

  test("whose items come whole, without their pieces, is read from them", async () => {
    const { deltas, last } = await outcomeOf(
      eventsText(
        { type: "response.output_item.done", output_index: 0, item: message },
        { type: "response.output_item.done", output_index: 1, item: call },
        completed,
      ),
    );
    expect(deltas).toEqual([
      { type: "text", block: 0, text: "Hi" },
      { type: "tool-use", block: 1, callId: "c1", tool: "write" },
      { type: "tool-input", block: 1, json: '{"path":"a"}' },
    ]);
    expect(last).toEqual({ type: "completed", stopReason: "tool-use" });
  });

  test("has a blank line between the parts of a thought's summary, as its end has", async () => {
    const parts = ["First the list.", "Then the pot."];
    const said = parts.map((delta, index) => ({
      type: "response.reasoning_summary_text.delta",
      output_index: 0,
      item_id: "rs_1",
      summary_index: index,
      delta,
    }));
    const item = {
      type: "reasoning",
      id: "rs_1",
      summary: parts.map((text) => ({ type: "summary_text", text })),
    };
    const { deltas } = await outcomeOf(
      eventsText(
        { type: "response.output_item.added", output_index: 0, item: { ...item, summary: [] } },
        ...said,
        { type: "response.output_item.done", output_index: 0, item },
        { type: "response.completed", response: { status: "completed", output: [item] } },
      ),
    );
    const thoughts = deltas.map((delta) => (delta.type === "thinking" ? delta.text : "")).join("");
    expect(thoughts).toBe(parts.join("\n\n"));
  });

  test("that is not streamed is read, too", async () => {
    const { deltas, last } = await outcomeOf(
      JSON.stringify({ object: "response", status: "completed", output: [message] }),
    );
    expect(textOf(deltas)).toBe("Hi");
    expect(last).toEqual({ type: "completed", stopReason: "end-turn" });
  });

  test("that failed tells why", async () => {
    const error = { code: "rate_limit_exceeded", message: "Slow down. Try again in 2.5s." };
    const { last } = await outcomeOf(
      eventsText({ type: "response.failed", response: { status: "failed", error } }),
    );
    expect(last).toMatchObject({
      failure: { code: "rate-limited", message: error.message, retryAfterMs: 2_500 },
    });
  });
});
