import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { createServer, type Socket } from "node:net";
import { describe, expect, test } from "bun:test";
import { realClock } from "../../../src/clock/real-clock.ts";
import { anthropicProvider } from "../../../src/providers/anthropic.ts";
import { openaiProvider } from "../../../src/providers/openai.ts";
import { collect, requestOf } from "../provider-fixture.ts";
import {
  chunk,
  completed,
  counted,
  delta,
  done,
  event,
  frames,
  messageEnd,
  messageStart,
  start,
  stop,
  type Wire,
  wires,
} from "./real-server.ts";

/** One reply on each wire, of which the words say that all has come. */
const replies: Readonly<Record<Wire, string>> = {
  chat: frames(
    chunk({ content: "Wri" }),
    chunk({ content: "tten." }),
    chunk({}, "stop"),
    counted,
    done,
  ),
  messages: frames(
    messageStart(),
    start({ type: "text", text: "" }),
    delta("text_delta", { text: "Wri" }),
    delta("text_delta", { text: "tten." }),
    stop(),
    ...messageEnd(),
  ),
  responses: frames(
    event("response.output_text.delta", { output_index: 0, delta: "Wri" }),
    event("response.output_text.delta", { output_index: 0, delta: "tten." }),
    completed(),
  ),
};

/** What a server on this machine is asked, and what the conductor makes of its answer. */
async function ask(wire: Wire, baseURL: string, authToken?: string) {
  const options = { apiKey: null, baseURL, clock: realClock };
  const provider =
    wire === "messages"
      ? anthropicProvider({ ...options, ...(authToken !== undefined && { authToken }) })
      : openaiProvider(options);
  const request = requestOf({ traits: { api: wire === "responses" ? "responses" : "chat" } });
  const { deltas, last } = await collect(provider.stream(request, new AbortController().signal));
  const text = deltas.map((one) => (one.type === "text" ? one.text : "")).join("");
  return { text, end: last?.type === "failed" ? last.failure.code : last?.type };
}

async function serving<T>(
  answer: (request: Request) => Response,
  use: (origin: string) => Promise<T>,
): Promise<T> {
  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: answer });
  try {
    return await use(`http://127.0.0.1:${server.port}`);
  } finally {
    await server.stop(true);
  }
}

/** A server below HTTP's libraries: whatever is asked, it writes that. */
async function writing<T>(
  write: (socket: Socket) => void,
  use: (origin: string) => Promise<T>,
): Promise<T> {
  const server = createServer((socket) => {
    socket.once("data", () => write(socket));
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const address = server.address();
    return await use(`http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`);
  } finally {
    server.close();
  }
}

describe.each([...wires])("on the wire of %s, a reply over a connection", (wire) => {
  test.each([
    ["gzip", gzipSync],
    ["br", brotliCompressSync],
    ["deflate", deflateSync],
    ["zstd", zstdCompressSync],
  ] as const)("is read that was compressed by %s", async (coding, compress) => {
    const headers = { "content-type": "text/event-stream", "content-encoding": coding };
    const answer = () => new Response(Uint8Array.from(compress(replies[wire])), { headers });
    expect(await serving(answer, async (origin) => await ask(wire, `${origin}/v1`))).toEqual({
      text: "Written.",
      end: "completed",
    });
  });

  const head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n";

  test("is read that has neither a length nor chunks", async () => {
    const write = (socket: Socket) =>
      void socket.end(`${head}connection: close\r\n\r\n${replies[wire]}`);
    expect(await writing(write, async (origin) => await ask(wire, `${origin}/v1`))).toEqual({
      text: "Written.",
      end: "completed",
    });
  });

  test("fails as one that may be asked for again where it breaks off before", async () => {
    const write = (socket: Socket) => {
      const begun = replies[wire].slice(0, replies[wire].indexOf("tten."));
      socket.write(`${head}content-length: ${replies[wire].length}\r\n\r\n${begun}`, () =>
        socket.destroy(),
      );
    };
    expect(await writing(write, async (origin) => (await ask(wire, `${origin}/v1`)).end)).toBe(
      "connection-failed",
    );
  });
});

test.each([...wires])("on the wire of %s, a stranger hears nothing of the client", async (wire) => {
  let names: readonly string[] = [];
  const answer = (request: Request) => {
    names = [...request.headers.keys()];
    return new Response(replies[wire], { headers: { "content-type": "text/event-stream" } });
  };
  await serving(answer, async (origin) => await ask(wire, `${origin}/v1`));
  expect(
    names.filter((name) => /stainless|rehearsal|openai|anthropic-(?!version)/.test(name)),
  ).toEqual([]);
});

test("a bearer token stands where the key would", async () => {
  const seen: (string | null)[] = [];
  const answer = ({ headers }: Request) => {
    seen.push(headers.get("authorization"), headers.get("x-api-key"));
    return new Response(replies.messages, { headers: { "content-type": "text/event-stream" } });
  };
  await serving(answer, async (origin) => await ask("messages", origin, "token-0123456789"));
  expect(seen).toEqual(["Bearer token-0123456789", null]);
});

test.each<[Wire, string]>([
  ["chat", "/v1/chat/completions"],
  ["responses", "/v1/responses"],
])("a base URL's query stays in what is asked, on the wire of %s", async (wire, path) => {
  let asked = "";
  const answer = ({ url }: Request) => {
    asked = url;
    return new Response(replies[wire], { headers: { "content-type": "text/event-stream" } });
  };
  await serving(answer, async (origin) => {
    await ask(wire, `${origin}/v1?api-version=1`);
    expect(asked).toBe(`${origin}${path}?api-version=1`);
  });
});
