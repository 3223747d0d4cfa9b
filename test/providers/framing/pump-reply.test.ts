import { describe, expect, test } from "bun:test";
import { openaiProvider } from "../../../src/providers/openai.ts";
import type { PumpClock } from "../../../src/providers/framing/pump-reply.ts";
import { collect, requestOf, textOf } from "../provider-fixture.ts";

/** Time that stands until it is let go. */
function heldClock(): PumpClock & { passTo(ms: number): void } {
  const waits: { readonly dueAtMs: number; readonly resolve: () => void }[] = [];
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    nextTurn: (callback) => void setImmediate(callback),
    until: (dueAtMs, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
        waits.push({ dueAtMs, resolve });
      }),
    passTo(ms) {
      nowMs = ms;
      for (const { dueAtMs, resolve } of waits) if (dueAtMs <= ms) resolve();
    },
  };
}

const says = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const counted = `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } })}\n\n`;

/** What comes of a body that begins so and stays open. */
function open(body: string, headers: Record<string, string> = {}) {
  const clock = heldClock();
  let alive = 0;
  let sender: ReadableStreamDefaultController<Uint8Array> | null = null;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      sender = controller;
      controller.enqueue(new TextEncoder().encode(body));
    },
  });
  const answer = async () => new Response(stream, { headers });
  const provider = openaiProvider({
    apiKey: "k",
    baseURL: "http://mock.invalid/v1",
    fetchFor: () => Object.assign(answer, { preconnect: () => {} }),
    clock,
  });
  const abort = new AbortController();
  const outcome = collect(provider.stream(requestOf(), abort.signal, () => void alive++));
  return {
    clock,
    outcome,
    abort,
    alive: () => alive,
    send: (text: string) => sender?.enqueue(new TextEncoder().encode(text)),
  };
}

const settle = async () => {
  for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
};

describe("a connection that stays open", () => {
  test("behind the sentinel ends the reply at it", async () => {
    const { outcome } = open(`${says({ content: "Hi" }, "stop")}data: [DONE]\n\n`);
    expect((await outcome).last).toEqual({ type: "completed", stopReason: "end-turn" });
  });

  test("behind finish reason and usage ends it after two seconds of silence", async () => {
    const { outcome, clock } = open(says({ content: "Hi" }, "stop") + counted);
    await settle();
    clock.passTo(2_000);
    const { deltas, last } = await outcome;
    expect(textOf(deltas)).toBe("Hi");
    expect(last).toEqual({ type: "completed", stopReason: "end-turn" });
  });

  test("and brings more, is read on", async () => {
    const { outcome, clock, send } = open(says({ content: "Hi" }, "stop") + counted);
    await settle();
    clock.passTo(1_500);
    send(": ping\n\n");
    await settle();
    clock.passTo(2_500);
    await settle();
    send(`${counted.replace('"completion_tokens":2', '"completion_tokens":9')}data: [DONE]\n\n`);
    const { events } = await outcome;
    expect(events.findLast(({ type }) => type === "usage")).toMatchObject({
      usage: { outputTokens: 9 },
    });
  });

  test("and brings nothing but pings, is ended after thirty seconds of them", async () => {
    const { outcome, clock, send } = open(says({ content: "Hi" }, "stop") + counted);
    await settle();
    let hasEnded = false;
    void outcome.then(() => (hasEnded = true));
    for (let ms = 1_500; ms <= 31_500; ms += 1_500) {
      expect(hasEnded).toBe(false);
      clock.passTo(ms);
      send(": ping\n\n");
      await settle();
    }
    expect((await outcome).last).toEqual({ type: "completed", stopReason: "end-turn" });
  });

  test("and brings more of the reply, is ended by no silence", async () => {
    const { outcome, clock, send } = open(says({ content: "Hi" }, "stop") + counted);
    await settle();
    clock.passTo(1_500);
    send(says({ content: " you" }, "stop") + counted);
    await settle();
    for (const ms of [2_000, 3_500, 30_000]) {
      clock.passTo(ms);
      await settle();
    }
    send(`${says({ content: "!" }, "stop")}data: [DONE]\n\n`);
    const { deltas, last } = await outcome;
    expect(textOf(deltas)).toBe("Hi you!");
    expect(last).toEqual({ type: "completed", stopReason: "end-turn" });
  });

  test("in the middle of a reply is no end of it", async () => {
    const { outcome, clock, abort } = open(says({ content: "Hi" }));
    await settle();
    clock.passTo(60_000);
    await settle();
    abort.abort();
    expect((await outcome).last).toMatchObject({ failure: { code: "cancelled" } });
  });
});

test("a ping is a sign of life and nothing else", async () => {
  const { outcome, send, alive } = open("");
  await settle();
  const before = alive();
  send(": keep-alive\n\n");
  await settle();
  expect(alive()).toBeGreaterThan(before);
  send(`${says({ content: "Hi" }, "stop")}data: [DONE]\n\n`);
  expect((await outcome).events.map(({ type }) => type)).toEqual(["delta", "completed"]);
});

describe("a body that is no stream of events", () => {
  const outcomeOf = async (body: string, headers: Record<string, string> = {}) => {
    const answer = async () => new Response(body, { headers });
    const provider = openaiProvider({
      apiKey: "k",
      baseURL: "http://mock.invalid/v1",
      fetchFor: () => Object.assign(answer, { preconnect: () => {} }),
      clock: heldClock(),
    });
    return await collect(provider.stream(requestOf(), new AbortController().signal));
  };

  test("is read where it is a whole reply, however it is printed", async () => {
    const reply = {
      choices: [{ index: 0, message: { role: "assistant", content: "Hi" }, finish_reason: "stop" }],
      usage: { prompt_tokens: 3, completion_tokens: 2 },
    };
    for (const body of [JSON.stringify(reply), JSON.stringify(reply, null, 2)]) {
      const { deltas, last } = await outcomeOf(body);
      expect(textOf(deltas)).toBe("Hi");
      expect(last).toEqual({ type: "completed", stopReason: "end-turn" });
    }
  });

  test.each([
    [
      JSON.stringify({
        error: { message: "Insufficient balance", code: "insufficient_user_quota" },
      }),
      "permission",
      "Insufficient balance",
    ],
    ["<!doctype html><html><head><title>Sign in</title></head></html>", "not-found", "Sign in"],
    [JSON.stringify({ code: 500, msg: "404 NOT_FOUND" }), "not-found", "NOT_FOUND"],
    ["", "stream-cut", "The server sent nothing"],
  ])("tells what it is: %s", async (body, code, words) => {
    const { last } = await outcomeOf(body, { "content-type": "text/html" });
    expect(last).toMatchObject({ failure: { code, message: expect.stringContaining(words) } });
  });
});
