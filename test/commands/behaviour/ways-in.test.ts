import { afterAll, afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import Anthropic from "@anthropic-ai/sdk";
import { FetchInterceptor } from "@mswjs/interceptors/fetch/web";
import { defineNetwork, InterceptorSource } from "msw/experimental";
import { realClock } from "../../../src/clock/real-clock.ts";
import { breakOffOver, openLoopbackServer } from "../../../src/commands/serve/loopback-server.ts";
import { clockPacer } from "../../../src/mock-provider/sending/clock-pacer.ts";
import { createMockProvider, type MockProvider } from "../../../src/mock-provider/mock-provider.ts";
import { immediatePacer, type Pacer } from "../../../src/mock-provider/sending/pacer.ts";
import type { Reply } from "../../../src/mock-provider/reply.ts";
import type { ReplyFault } from "../../../src/mock-provider/reply-fault.ts";
import type { MockRequest } from "../../../src/mock-provider/reply-source.ts";
import { heldPacer } from "../../mock-provider/held-pacer.ts";
import { recording } from "../../mock-provider/recording.ts";
import { replyOf } from "../../mock-provider/reply-of.ts";

// A machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

/** Where a client finds a mock. */
interface Entrance {
  readonly origin: string;
  readonly fetch: typeof fetch;
  close(): void | Promise<void>;
}

/** The three ways in which one mock answers; what is asserted below holds for each. */
const ways: Readonly<Record<string, (mock: MockProvider) => Entrance | Promise<Entrance>>> = {
  "in process, by getResponse": (mock) => ({
    origin: "http://mock.invalid",
    fetch: mock.fetch,
    close: () => {},
  }),
  "by interception": async (mock) => {
    const network = defineNetwork({
      sources: [new InterceptorSource({ interceptors: [fetchInterceptor()] })],
      handlers: await mock.handlers(),
      // Its log would read each body, too, and trip over those that break.
      context: { quiet: true },
    });
    await network.enable();
    return {
      origin: "http://mock.invalid",
      fetch: globalThis.fetch,
      close: async () => void (await network.disable()),
    };
  },
  "over loopback": (mock) => {
    const server = openLoopbackServer({
      hostname: "127.0.0.1",
      port: 0,
      answer: (request) => mock.fetch(request),
    });
    return {
      origin: `http://127.0.0.1:${server.port}`,
      fetch: globalThis.fetch,
      close: () => server.stop(),
    };
  },
};

type Interceptor = ConstructorParameters<typeof InterceptorSource>[0]["interceptors"][number];

/** The one for browsers, as Bun's `fetch` needs it; its types are declared apart from those that MSW knows. */
const fetchInterceptor = () => new FetchInterceptor() as unknown as Interceptor;

const rich = replyOf(
  [
    { type: "thinking", text: "think hard" },
    { type: "redacted-thinking", data: "b64" },
    { type: "text", text: "Hi 😀, all of you" },
    { type: "tool-use", tool: "write", input: { path: "ä.ts" }, callId: "toolu_1" },
  ],
  { chunking: { type: "bytes", sizes: [7] } },
);
const content = [
  { type: "thinking", thinking: "think hard" },
  { type: "redacted_thinking", data: "b64" },
  { type: "text", text: "Hi 😀, all of you" },
  { type: "tool_use", id: "toolu_1", name: "write", input: { path: "ä.ts" } },
];
const asked = {
  model: "claude-test",
  max_tokens: 100,
  messages: [{ role: "user" as const, content: "hello" }],
};

describe.each(Object.keys(ways))("%s", (name) => {
  const open: Entrance[] = [];
  const closeAll = async () => {
    for (const entrance of open.splice(0)) await entrance.close();
  };
  afterEach(closeAll);
  afterAll(closeAll);

  async function enter(
    reply: Reply,
    fault: ReplyFault | null = null,
    pacer: Pacer = immediatePacer,
    maxRetries = 0,
  ) {
    const observer = recording();
    const requests: MockRequest[] = [];
    const mock = createMockProvider({
      source: {
        next(request) {
          requests.push(request);
          return { type: "reply", reply, fault: request.retryCount === 0 ? fault : null };
        },
      },
      pacer,
      observer,
      nowMs: realClock.nowMs,
      ...(name === "over loopback" && { breakOff: breakOffOver(realClock) }),
    });
    const entrance = await ways[name]!(mock);
    open.push(entrance);
    const client = new Anthropic({
      apiKey: "any",
      baseURL: entrance.origin,
      fetch: entrance.fetch,
      maxRetries,
    });
    return { ...entrance, client, observer, requests };
  }

  const failure = async (call: Promise<unknown>) =>
    await call.then(
      () => "no failure",
      (error: unknown) => error,
    );

  test("a reply comes whole", async () => {
    const { client, observer } = await enter(rich);
    expect(await client.messages.create(asked)).toMatchObject({ content, stop_reason: "tool_use" });
    expect(observer.types().at(-1)).toBe("ended");
  });

  test("a reply comes as a stream, however its bytes are cut", async () => {
    const { client, observer } = await enter(rich);
    const message = await client.messages.stream(asked).finalMessage();
    expect(message).toMatchObject({ content, stop_reason: "tool_use" });
    expect(observer.types()[0]).toBe("request");
    expect(observer.types().at(-1)).toBe("ended");
  });

  test("tokens are counted", async () => {
    const { client, requests } = await enter(rich);
    const { max_tokens: _, ...counted } = asked;
    const { input_tokens } = await client.messages.countTokens(counted);
    expect(input_tokens).toBe((await client.messages.create(asked)).usage.input_tokens);
    expect(requests).toHaveLength(1);
  });

  test("an error has its status, its type and its headers", async () => {
    const fault = { type: "status", status: 429, retryAfterMs: 1_500, shouldRetry: true } as const;
    const { client } = await enter(rich, fault);
    const error = await failure(client.messages.create(asked));
    if (!(error instanceof Anthropic.RateLimitError)) throw error;
    expect(error.headers.get("retry-after")).toBe("2");
    expect(error.headers.get("x-should-retry")).toBe("true");
    expect(error.headers.get("anthropic-ratelimit-requests-remaining")).toBe("0");
    expect(error.requestID).toStartWith("req_");
  });

  test("a client's own retry is told, and is answered", async () => {
    const fault = { type: "status", status: 529, retryAfterMs: 1, shouldRetry: null } as const;
    const { client, requests } = await enter(rich, fault, immediatePacer, 1);
    expect(await client.messages.create(asked)).toMatchObject({ content });
    expect(requests.map(({ retryCount }) => retryCount)).toEqual([0, 1]);
  });

  test("what the API would refuse is refused, and asks for no reply", async () => {
    const { client, requests } = await enter(rich);
    const error = await failure(client.messages.create({ ...asked, messages: [] }));
    expect(error).toBeInstanceOf(Anthropic.BadRequestError);
    expect(requests).toEqual([]);
  });

  test("a stream that is cut ends without its last event", async () => {
    const { client } = await enter(rich, { type: "cut", afterEvents: 4 });
    const types = [];
    for await (const event of await client.messages.create({ ...asked, stream: true }))
      types.push(event.type);
    expect(types[0]).toBe("message_start");
    expect(types).not.toContain("message_stop");
  });

  test("an error within a stream reaches the client", async () => {
    const { client } = await enter(rich, { type: "error-event", afterEvents: 4 });
    const error = await failure(client.messages.stream(asked).finalMessage());
    expect(error).toMatchObject({ type: "overloaded_error" });
  });

  test("a connection that breaks, or never comes about, is an error of the connection", async () => {
    const torn = await enter(rich, { type: "reset", afterEvents: 4 });
    expect(await failure(torn.client.messages.stream(asked).finalMessage())).toBeInstanceOf(Error);
    await closeAll();
    const refused = await enter(rich, { type: "connection-refused" });
    const error = await failure(refused.client.messages.create(asked));
    expect(error).toBeInstanceOf(Anthropic.APIConnectionError);
  });

  test("an abort in the middle of a stream is seen by both, and nothing waits any more", async () => {
    const pacer = heldPacer(({ kind, index }) => kind === "response" || index < 30);
    const { client, observer } = await enter(rich, null, pacer);
    const abort = new AbortController();
    const stream = client.messages.stream(asked, { signal: abort.signal });
    const ended = failure(stream.finalMessage());
    await pacer.held;
    abort.abort();
    expect(await ended).toBeInstanceOf(Anthropic.APIUserAbortError);
    while (observer.types().at(-1) !== "aborted")
      await new Promise<void>((resolve) => realClock.nextTurn(resolve));
    expect(pacer.waiting()).toBe(0);
  });

  test("delays are kept", async () => {
    const clock = { ...realClock, until: async () => void waits.push("waited") };
    const waits: string[] = [];
    const { client } = await enter({ ...rich, delayMs: 5 }, null, clockPacer(clock));
    await client.messages.create(asked);
    expect(waits).toEqual(["waited"]);
  });
});
