import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { connect, type Socket } from "node:net";
import fc from "fast-check";
import { realClock } from "../../../src/clock/real-clock.ts";
import {
  breakOffOver,
  type LoopbackServer,
  openLoopbackServer,
} from "../../../src/commands/serve/loopback-server.ts";
import type { Observation } from "../../../src/mock-provider/observer.ts";
import { clockPacer } from "../../../src/mock-provider/sending/clock-pacer.ts";
import { createMockProvider } from "../../../src/mock-provider/mock-provider.ts";
import type { Reply } from "../../../src/mock-provider/reply.ts";
import type { ReplyFault } from "../../../src/mock-provider/reply-fault.ts";
import { replyOf } from "../../mock-provider/reply-of.ts";

// A machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

const say = replyOf([{ type: "text", text: "words and more words" }]);
let next: { reply: Reply; fault: ReplyFault | null } = { reply: say, fault: null };
const observations: Observation[] = [];
const mock = createMockProvider({
  source: { next: () => ({ type: "reply", ...next }) },
  pacer: clockPacer(realClock),
  observer: { observe: (observation) => void observations.push(observation) },
  nowMs: realClock.nowMs,
  breakOff: breakOffOver(realClock),
});

let server: LoopbackServer;
beforeAll(() => {
  server = openLoopbackServer({
    hostname: "127.0.0.1",
    port: 0,
    answer: (request) => mock.fetch(request),
  });
});
afterAll(() => server.stop());

const headers = { "x-api-key": "any", "anthropic-version": "2023-06-01" };
const asked = {
  model: "claude-test",
  max_tokens: 100,
  messages: [{ role: "user", content: "hi" }],
};

const post = (body: BodyInit, more: RequestInit = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${server.port}/v1/messages`, { method: "POST", headers, body, ...more });

const isWell = async (): Promise<boolean> => (await post(JSON.stringify(asked))).status === 200;

/** What a peer answers to these bytes, up to the end of the connection. */
function raw(...pieces: readonly (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket: Socket = connect(server.port, "127.0.0.1", () => {
      for (const piece of pieces) socket.write(piece);
      socket.end();
    });
    socket.on("data", (bytes: Buffer) => (answer += bytes.toString("latin1")));
    socket.on("error", () => resolve(answer));
    socket.on("close", () => resolve(answer));
  });
}

/** Answers in a row, each with an error in JSON unless the very HTTP was broken: that is Bun's to answer. */
function areAnswers(bytes: string): boolean {
  if (bytes === "") return true;
  const end = bytes.indexOf("\r\n\r\n");
  const head = bytes.slice(0, end);
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
  if (!(status >= 200 && status < 600)) return false;
  const { body, rest } = bodyOf(head, bytes.slice(end + 4));
  return (status < 400 || body === "" || isError(body)) && areAnswers(rest);
}

function bodyOf(head: string, bytes: string): { readonly body: string; readonly rest: string } {
  if (/transfer-encoding: chunked/i.test(head)) return dechunked(bytes);
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
  return { body: bytes.slice(0, length), rest: bytes.slice(length) };
}

function dechunked(bytes: string): { readonly body: string; readonly rest: string } {
  const size = /^[0-9a-f]+/i.exec(bytes)?.[0] ?? "0";
  const length = Number.parseInt(size, 16);
  const start = size.length + 2;
  const next = bytes.slice(start + length + 2);
  if (length === 0) return { body: "", rest: next };
  const { body, rest } = dechunked(next);
  return { body: bytes.slice(start, start + length) + body, rest };
}

function isError(body: string): boolean {
  const { error } = JSON.parse(body) as { error?: { type?: unknown; message?: unknown } };
  return typeof error?.message === "string" && typeof error.type === "string";
}

describe("whatever comes, every answer is well-formed and the next request is answered:", () => {
  test("bodies of any bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const response = await post(Uint8Array.from(bytes));
        expect(response.status).toBe(400);
        expect(await response.json()).toMatchObject({ error: { type: "invalid_request_error" } });
      }),
      { numRuns: 60, seed: 1 },
    );
    expect(await isWell()).toBe(true);
  });

  test("bodies of any JSON, and requests with any member replaced", async () => {
    const members = [
      "model",
      "max_tokens",
      "messages",
      "system",
      "tools",
      "tool_choice",
      "thinking",
      "stream",
      "cache_control",
    ];
    const content = fc.record({
      role: fc.constantFrom("user", "assistant", "x"),
      content: fc.jsonValue(),
    });
    const value = fc.oneof(fc.jsonValue(), fc.array(content, { maxLength: 3 }));
    const body = fc.oneof(
      fc.jsonValue(),
      fc
        .tuple(fc.constantFrom(...members), value)
        .map(([member, any]) => ({ ...asked, [member]: any })),
    );
    await fc.assert(
      fc.asyncProperty(body, async (any) => {
        const response = await post(JSON.stringify(any));
        expect([200, 400, 404]).toContain(response.status);
        const text = await response.text();
        if (response.status !== 200)
          expect(JSON.parse(text)).toMatchObject({
            type: "error",
            error: { message: expect.any(String) },
          });
      }),
      { numRuns: 200, seed: 1 },
    );
    expect(await isWell()).toBe(true);
  });

  test("any bytes instead of HTTP, and HTTP that is broken off anywhere", async () => {
    const whole = `POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nx-api-key: a\r\n\r\n{"a": 1}\n`;
    const broken = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.nat(whole.length).map((length) => whole.slice(0, length)),
      fc
        .tuple(fc.nat(whole.length - 1), fc.string({ maxLength: 5 }))
        .map(([at, junk]) => whole.slice(0, at) + junk + whole.slice(at)),
    );
    await fc.assert(
      fc.asyncProperty(broken, async (bytes) => {
        expect(areAnswers(await raw(bytes))).toBe(true);
      }),
      { numRuns: 150, seed: 1 },
    );
    expect(await isWell()).toBe(true);
  });

  test.each([
    ["a header of 1 MB", `GET / HTTP/1.1\r\nHost: a\r\nx: ${"y".repeat(1 << 20)}\r\n\r\n`, 431],
    ["ten thousand headers", `GET / HTTP/1.1\r\nHost: a\r\n${"x: y\r\n".repeat(10_000)}\r\n`, 431],
    ["a path of 1 MB", `GET /${"y".repeat(1 << 20)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431],
    [
      "two lengths",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      400,
    ],
    [
      "a length that is a lie",
      `POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n{`,
      413,
    ],
  ])("%s", async (_what, bytes, status) => {
    const answer = await raw(bytes);
    expect(areAnswers(answer)).toBe(true);
    // A reset may overtake the answer to what the server did not read to its end.
    if (answer !== "") expect(answer).toStartWith(`HTTP/1.1 ${status} `);
    expect(await isWell()).toBe(true);
  });

  test("a body of 40 MB, told before or not", async () => {
    const chunk = new Uint8Array(1 << 20).fill(32);
    const shown = await post(new Uint8Array(40 << 20)).then(
      async (response) => [
        response.status,
        ((await response.json()) as { error: { type: string } }).error.type,
      ],
      () => "reset",
    );
    if (shown !== "reset") expect(shown).toEqual([413, "request_too_large"]);
    let sent = 0;
    const untold = new ReadableStream({
      pull(controller) {
        sent += 1;
        if (sent > 40) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const status = await post(untold).then(
      (response) => response.status,
      () => "reset",
    );
    expect([413, "reset"]).toContain(status);
    expect(await isWell()).toBe(true);
  });

  test("uploads that never end do not keep others waiting", async () => {
    const slow = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const socket = connect(server.port, "127.0.0.1");
        await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
        socket.on("error", () => {});
        socket.write("POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n{");
        return socket;
      }),
    );
    expect(await isWell()).toBe(true);
    for (const socket of slow) socket.destroy();
    expect(await isWell()).toBe(true);
  });

  test("two thousand connections, opened and dropped at any point", async () => {
    const request = `POST /v1/messages HTTP/1.1\r\nHost: a\r\nx-api-key: a\r\nanthropic-version: 2023-06-01\r\nContent-Length: ${JSON.stringify(asked).length}\r\n\r\n${JSON.stringify(asked)}`;
    const drop = (index: number) =>
      new Promise<void>((resolve) => {
        const socket = connect(server.port, "127.0.0.1", () => {
          socket.write(request.slice(0, (index * 7) % (request.length + 1)), () =>
            socket.destroy(),
          );
        });
        socket.on("error", () => {});
        socket.on("close", () => resolve());
      });
    const round = async () => {
      for (let start = 0; start < 1_000; start += 100)
        await Promise.all(Array.from({ length: 100 }, (_, index) => drop(start + index)));
    };
    await round();
    Bun.gc(true);
    const before = process.memoryUsage.rss();
    await round();
    Bun.gc(true);
    expect(process.memoryUsage.rss() - before).toBeLessThan(64 << 20);
    expect(await isWell()).toBe(true);
  });
});

describe("a client that lets go", () => {
  const seen = async (type: Observation["type"], from: number): Promise<void> => {
    while (!observations.slice(from).some((observation) => observation.type === type))
      await new Promise<void>((resolve) => realClock.nextTurn(resolve));
  };

  test.each<[string, Reply, ReplyFault | null]>([
    ["of a stalled stream", say, { type: "stall", afterEvents: 3 }],
    ["while a chunk is waited for", { ...say, chunkDelayMs: 3_600_000 }, null],
    ["while the response is waited for", { ...say, delayMs: 3_600_000 }, null],
  ])("%s is seen, and nothing waits any more", async (_what, reply, fault) => {
    next = { reply, fault };
    const from = observations.length;
    const abort = new AbortController();
    const call = post(JSON.stringify({ ...asked, stream: true }), { signal: abort.signal });
    const read = call.then(async (response) => await response.text()).catch(() => "let go");
    await seen("request", from);
    abort.abort();
    await seen("aborted", from);
    expect(await read).toBe("let go");
    next = { reply: say, fault: null };
  });
});

test("what is answered with no connection at all is a reset, and stops nothing", async () => {
  next = { reply: say, fault: { type: "connection-refused" } };
  const code = await post(JSON.stringify(asked)).catch((error: { code: string }) => error.code);
  next = { reply: say, fault: null };
  expect(code).toBe("ECONNRESET");
  expect(await isWell()).toBe(true);
});
