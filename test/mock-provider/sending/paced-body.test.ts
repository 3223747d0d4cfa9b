import { describe, expect, test } from "bun:test";
import type { JsonObject } from "../../../src/core/json.ts";
import { createMockProvider } from "../../../src/mock-provider/mock-provider.ts";
import { immediatePacer } from "../../../src/mock-provider/sending/pacer.ts";
import type { Reply } from "../../../src/mock-provider/reply.ts";
import type { ReplyFault } from "../../../src/mock-provider/reply-fault.ts";
import { heldPacer } from "../held-pacer.ts";
import { anthropicHeaders } from "../anthropic-headers.ts";
import { recording } from "../recording.ts";
import { alwaysReply, replyOf, workerAddress } from "../reply-of.ts";

const origin = "http://mock.invalid";
const hello: JsonObject = {
  model: "claude-test",
  max_tokens: 100,
  messages: [{ role: "user", content: "hello there" }],
};
const rich = replyOf([
  { type: "thinking", text: "think hard" },
  { type: "redacted-thinking", data: "b64" },
  { type: "text", text: "Hi 😀" },
  { type: "tool-use", tool: "write", input: { path: "a.ts" }, callId: null },
]);

function mockOf(reply: Reply, fault: ReplyFault | null = null, pacer = immediatePacer) {
  const observer = recording();
  const mock = createMockProvider({
    source: alwaysReply(reply, fault),
    pacer,
    observer,
    nowMs: () => Date.UTC(2026, 0, 1),
  });
  const post = (body: JsonObject, path = "/v1/messages", signal?: AbortSignal) =>
    mock.fetchFor(workerAddress)(origin + path, {
      method: "POST",
      headers: anthropicHeaders,
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });
  return { ...mock, observer, post };
}

describe("an abort", () => {
  test("while a chunk is held ends the body at once, and nothing waits any more", async () => {
    const pacer = heldPacer(({ kind, index }) => kind === "response" || index < 3);
    const { post, observer } = mockOf(rich, null, pacer);
    const abort = new AbortController();
    const response = await post({ ...hello, stream: true }, "/v1/messages", abort.signal);
    const body = response.text().catch((error: Error) => error.name);
    await pacer.held;
    abort.abort();
    expect(await body).toBe("AbortError");
    expect(pacer.waiting()).toBe(0);
    expect(observer.types()).toEqual(["request", "sent", "sent", "sent", "aborted"]);
  });

  test("while the response is held rejects the request at once", async () => {
    const pacer = heldPacer(() => false);
    const { post, observer } = mockOf(rich, null, pacer);
    const abort = new AbortController();
    const response = post(hello, "/v1/messages", abort.signal).catch((error: Error) => error.name);
    await pacer.held;
    abort.abort();
    expect(await response).toBe("AbortError");
    expect(pacer.waiting()).toBe(0);
    expect(observer.types()).toEqual(["request", "aborted"]);
  });

  test("settles a stalled stream", async () => {
    const { post, observer } = mockOf(rich, { type: "stall", afterEvents: 2 });
    const abort = new AbortController();
    const response = await post({ ...hello, stream: true }, "/v1/messages", abort.signal);
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.read();
    const third = reader?.read().catch((error: Error) => error.name);
    abort.abort();
    expect(await third).toBe("AbortError");
    expect(observer.types()).toEqual(["request", "sent", "sent", "ended", "aborted"]);
  });

  test("after the end is nothing", async () => {
    const { post, observer } = mockOf(rich);
    const abort = new AbortController();
    await (await post({ ...hello, stream: true }, "/v1/messages", abort.signal)).text();
    abort.abort();
    expect(observer.types().at(-1)).toBe("ended");
  });
});

test("a reader that lets go is seen, and the held chunk waits no more", async () => {
  const pacer = heldPacer(({ kind, index }) => kind === "response" || index < 1);
  const { post, observer } = mockOf(rich, null, pacer);
  const reader = (await post({ ...hello, stream: true })).body?.getReader();
  await reader?.read();
  void reader?.read();
  await pacer.held;
  await reader?.cancel();
  expect(pacer.waiting()).toBe(0);
  expect(observer.types()).toEqual(["request", "sent", "aborted"]);
});

test("a pacer is asked for the response and for each chunk, with the script's delays", async () => {
  const steps: string[] = [];
  const { post } = mockOf({ ...replyOf([]), delayMs: 5, chunkDelayMs: 7 }, null, {
    async before({ kind, index, delayMs, address }) {
      steps.push(`${kind} ${index} ${delayMs} ${address?.ticketId}`);
    },
  });
  await (await post({ ...hello, stream: true })).text();
  expect(steps).toEqual([
    "response 0 5 T-1",
    ...[0, 1, 2, 3].map((index) => `chunk ${index} 7 T-1`),
  ]);
});
